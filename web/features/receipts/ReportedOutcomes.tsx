import type { DatabaseView, ReceiptPayload } from '../../../api/contract/patient.ts'
import { covers } from '../../data/decision/covers.ts'
import { serverNow } from '../../data/http/clock.ts'
import { useText } from '../../text/text.tsx'
import { outcomeWords, settledOutcome } from '../../ui/linkage/outcome.ts'

/** What the databases of a receipt report of the stop today, each purpose apart. Nothing where none has reported. */
export function ReportedOutcomes(props: { payload: ReceiptPayload; databases: DatabaseView[] }) {
  const { t, format, pick } = useText()
  const { payload, databases } = props
  const d = t.databases
  const reported = databases
    .filter(({ id }) => payload.databases.includes(id))
    .map(({ id, name, linkages }) => ({
      id,
      name,
      linkages: linkages
        .filter(({ purpose }) => covers(payload.scope, id, purpose))
        .flatMap((linkage) => {
          const outcome = settledOutcome(linkage)
          return outcome ? [{ purpose: linkage.purpose, outcome }] : []
        }),
    }))
    .filter(({ linkages }) => linkages.length > 0)
  if (payload.choice !== 'stop' || reported.length === 0) return null
  return (
    <section className="section">
      <h2>{t.receipts.reportedTitle}</h2>
      {reported.map(({ id, name, linkages }) => (
        <div key={id} className="stack tight">
          <h3>{pick(name)}</h3>
          {linkages.map(({ purpose, outcome }) => (
            <p key={purpose}>
              {t.status.forPurposes(d.purposes[purpose])}
              {d.outcomeReported(
                outcomeWords(outcome, { t, format }),
                format.moment(outcome.at, serverNow()),
              )}
            </p>
          ))}
        </div>
      ))}
    </section>
  )
}
