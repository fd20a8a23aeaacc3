import type { Desk } from '../../api/contract/desk/staff.ts'
import { useText } from '../text/text.tsx'
import { DeskPlaces } from './DeskPlaces.tsx'

/** How and where one stops on paper; or that no desk takes paper; or that nobody can tell now. */
export function PaperWay(props: { desks: Desk[] | 'loading' | 'unknown' }) {
  const { t, language } = useText()
  const { desks } = props
  const p = t.paper
  if (desks === 'loading') return null
  const link = (
    <p>
      <a className="card-action" href={`/forms?lang=${language}`}>
        {p.open}
      </a>
    </p>
  )
  if (desks === 'unknown')
    return (
      <>
        <p>{p.unknown}</p>
        {link}
      </>
    )
  if (desks.length === 0) return <p>{p.none}</p>
  return (
    <section className="stack tight">
      <p>
        <strong>{p.title}</strong>
      </p>
      <ol className="list">
        {p.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>
        <strong>{p.where}</strong>
      </p>
      <DeskPlaces desks={desks} phone={p.phone} />
      {link}
    </section>
  )
}
