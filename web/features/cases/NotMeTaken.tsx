import type { Taken } from '../../data/patient/cases.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { TakenPage } from './TakenPage.tsx'

/** The case of somebody who was taken for another person. Its answer is only for whoever can sign in. */
export function NotMeTaken(props: { taken: Taken; signedIn: boolean }) {
  const { t } = useText()
  const c = t.cases
  const p = c.person
  return (
    <TakenPage taken={props.taken} back="/me" until={props.signedIn ? p.takenSignedIn : p.takenUnknown}>
      <p>{p.whom}</p>
      <div className="buttons">
        <ButtonLink to="/settings">{p.end}</ButtonLink>
        {props.signedIn && (
          <ButtonLink to="/cases" look="outline">
            {c.toList}
          </ButtonLink>
        )}
        <ButtonLink to="/me" look="text">
          {p.back}
        </ButtonLink>
      </div>
    </TakenPage>
  )
}
