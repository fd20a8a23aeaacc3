import type { LinkageView, Progress } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { outcomeWords, settledOutcome } from './outcome.ts'
import { StandingChip } from './StandingChip.tsx'
import { StepList } from './StepList.tsx'
import { SOON_S } from './soon.ts'
import { standingOf } from './standing.ts'

/**
 * One linkage: its purpose, its state, and the progress of the newest decision.
 * `steps`: `unfinished` shows the steps only until the last one is done.
 */
export function LinkageProgress(props: {
  linkage: LinkageView
  /** Name of the organisation to ask when the change is late. */
  holder: string
  steps: 'always' | 'unfinished'
  /** The server's time. Times of today are shown without their day. */
  now: Date
}) {
  const { t, format } = useText()
  const { linkage, now } = props
  const { progress } = linkage
  const outcome = settledOutcome(linkage)
  const showsSteps = progress !== null && (props.steps === 'always' || !progress.applied_at)
  return (
    <div className="linkage">
      <div className="linkage-head">
        <span>{t.databases.purposes[linkage.purpose]}</span>
        <StandingChip standing={standingOf(linkage)} />
      </div>
      {linkage.precision === 'id4' && <p className="quiet">{t.databases.lowPrecision}</p>}
      {linkage.held && <p className="quiet">{t.databases.held}</p>}
      {linkage.state === 'waiting' && linkage.usable_from && (
        <p className="quiet">{t.databases.usableFrom(format.date(linkage.usable_from))}</p>
      )}
      {!showsSteps && linkage.state !== 'waiting' && (outcome?.code ?? 'applied') === 'applied' && (
        <p className="quiet">{t.databases.since(format.date(linkage.since))}</p>
      )}
      {showsSteps && <StepList linkage={linkage} progress={progress} now={now} />}
      {showsSteps && isHeldBack(progress) && (
        <p className="quiet">{t.databases.tellBy(format.moment(progress.publish_by, now))}</p>
      )}
      {showsSteps && !progress.applied_at && !progress.late && (
        <p className="quiet">{t.databases.due(format.moment(progress.due_at, now))}</p>
      )}
      {outcome && (
        <p>
          {t.databases.outcomeReported(outcomeWords(outcome, { t, format }), format.moment(outcome.at, now))}
        </p>
      )}
      {progress?.late && <p>{t.databases.late(format.moment(progress.due_at, now), props.holder)}</p>}
    </div>
  )
}

/** Whether the database is told so late that the time deserves a line. Copies on a device may lack that time. */
function isHeldBack(progress: Progress): progress is Progress & { publish_by: string } {
  const { publish_by, recorded_at, published_at, received_at, applied_at } = progress
  if (!publish_by || published_at || received_at || applied_at) return false
  return Date.parse(publish_by) - Date.parse(recorded_at) > SOON_S * 1000
}
