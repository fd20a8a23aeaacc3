import type { Taken } from '../../data/patient/cases.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { TakenPage } from './TakenPage.tsx'

/** The case of a question about a database. */
export function TakenView(props: { taken: Taken; back: string }) {
  const { t } = useText()
  const c = t.cases
  return (
    <TakenPage taken={props.taken} back={props.back} until={c.takenText}>
      <div className="buttons">
        <ButtonLink to="/cases">{c.toList}</ButtonLink>
        <ButtonLink to={props.back} look="outline">
          {c.toDatabase}
        </ButtonLink>
      </div>
    </TakenPage>
  )
}
