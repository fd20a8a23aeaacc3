import { usePeopleOffer } from '../../data/patient/acting.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'

/** The way to P19 on P4, while the portal lets one act for somebody. */
export function Offer() {
  const { t } = useText()
  const p = t.people
  if (!usePeopleOffer()) return null
  return (
    <section className="notice information">
      <p>{p.offer}</p>
      <div className="buttons">
        <ButtonLink to="/people" look="outline">
          {p.choose}
        </ButtonLink>
      </div>
    </section>
  )
}
