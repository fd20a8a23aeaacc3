import type { ReceiptPayload } from '../../../api/contract/patient.ts'
import { statementOf } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Rows } from '../../ui/Rows.tsx'

/** The content of a receipt, in names. */
export function ReceiptFacts(props: { payload: ReceiptPayload; nameOf(id: string): string }) {
  const { t, format } = useText()
  const { payload, nameOf } = props
  const r = t.receipts
  return (
    <Rows
      rows={[
        { term: r.decision, value: <strong>{statementOf(t, payload, nameOf)}</strong> },
        { term: r.recordedAt, value: format.dateTime(new Date(payload.iat * 1000)) },
        { term: r.number, value: <span className="id">{payload.jti}</span> },
        {
          term: r.covers,
          value: payload.databases.length
            ? payload.databases.map((id) => <div key={id}>{nameOf(id)}</div>)
            : r.coversNone,
        },
      ]}
    />
  )
}
