import type { DatabasesAnswer } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { ButtonLink } from '../../ui/Button.tsx'

/** The decision that covers all databases, or the note that there is none. */
export function StandingDecision(props: { standing: DatabasesAnswer['standing'] }) {
  const { t, format } = useText()
  const { standing } = props
  const d = t.databases
  return (
    <section className="card key">
      <h2>{d.standing}</h2>
      {standing ? (
        <>
          <p>
            <strong>{standing.choice === 'stop' ? d.standingStop : d.standingAllow}</strong>
          </p>
          <p className="quiet">{d.since(format.date(standing.since))}</p>
        </>
      ) : (
        <>
          <p>
            <strong>{d.standingNone}</strong>
          </p>
          <p>{d.standingNoneText}</p>
        </>
      )}
      <div className="buttons">
        <ButtonLink to="/choose?scope=all">{d.chooseAll}</ButtonLink>
      </div>
    </section>
  )
}
