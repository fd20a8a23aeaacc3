import type { DatabasesAnswer, ReceiptPayload } from '../../../api/contract/patient.ts'
import { namedIn } from '../../data/decision/covers.ts'
import type { Loadable } from '../../data/state/loadable.ts'
import { nameOfDatabase, statementOf } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'

/** What was received, when, and under which number: what people take a picture of. `payload`: null until it is loaded. */
export function Confirmation(props: {
  number: string
  payload: ReceiptPayload | null
  answer: Loadable<DatabasesAnswer>
}) {
  const { t, format, pick } = useText()
  const { number, payload, answer } = props
  const databases = answer.status === 'ready' ? answer.value.databases : []
  const nameOf = nameOfDatabase(databases, pick, t.receipts.unnamed)
  const canName = answer.status !== 'loading' || (payload !== null && namedIn(payload.scope).length === 0)
  return (
    <section className="confirmation">
      {payload && (
        <>
          {canName && <p className="statement">{statementOf(t, payload, nameOf)}</p>}
          <p>{format.dateTime(new Date(payload.iat * 1000))}</p>
        </>
      )}
      <p>
        {t.decisions.receiptNumber} <strong className="id number">{number}</strong>
      </p>
    </section>
  )
}
