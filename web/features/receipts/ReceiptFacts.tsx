import type { ReceiptPayload } from '../../../api/contract/patient.ts'
import { statementOf } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Rows } from '../../ui/Rows.tsx'
import { byWhom } from './by-whom.ts'

/** The content of a receipt, in names. `isActing`: it is shown to somebody who acts for its person. */
export function ReceiptFacts(props: {
  payload: ReceiptPayload
  isActing: boolean
  nameOf(id: string): string
}) {
  const { t, format } = useText()
  const { payload, nameOf } = props
  const by = byWhom(t, payload, props.isActing)
  const r = t.receipts
  return (
    <Rows
      rows={[
        { term: r.decision, value: <strong>{statementOf(t, payload, nameOf)}</strong> },
        ...(by === null ? [] : [{ term: r.byWhom, value: by }]),
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
