import type { ReceiptPayload } from '../../../api/contract/patient.ts'
import { useText } from '../../text/text.tsx'
import { useKiosk } from '../visit/kiosk-context.ts'

/** The receipt on 80 mm paper: number, time, decision, and how to change it. No name, no insurer number; in safe mode no place. */
export function Paper(props: { payload: ReceiptPayload; statement: string }) {
  const { t, format } = useText()
  const { k, state, safe } = useKiosk()
  const { payload } = props
  // A telephone number is that of a place.
  const phone = safe.status === 'ready' && !safe.value ? state?.kiosk.phone : null
  return (
    <div className="kiosk-paper" aria-hidden="true">
      <p>
        <strong>{k.paperTitle}</strong>
      </p>
      <p>{t.shell.demo}</p>
      <p>
        {t.decisions.receiptNumber}
        <br />
        <strong className="id">{payload.jti}</strong>
      </p>
      <p>{format.dateTime(new Date(payload.iat * 1000))}</p>
      <p>
        <strong>{props.statement}</strong>
      </p>
      <p>
        {k.paperChange} {k.paperWays(location.host)}
      </p>
      {phone && <p>{k.outPhone(phone)}</p>}
    </div>
  )
}
