import type { Verification } from '../../data/patient/verify-receipt.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { ReceiptFacts } from './ReceiptFacts.tsx'

/** The content of a genuine receipt, or why it is not genuine and what to do. */
export function VerifyResult(props: { verification: Verification; onAgain(): void }) {
  const { t } = useText()
  const { verification } = props
  const r = t.receipts
  const again = (
    <div className="buttons">
      <Button look="outline" onClick={props.onAgain}>
        {r.another}
      </Button>
    </div>
  )
  if (!verification.valid) {
    const [title, text] = r.reasons[verification.reason]
    return (
      <>
        <Notice kind="error" title={title} takesFocus>
          <p>{text}</p>
        </Notice>
        {again}
      </>
    )
  }
  return (
    <>
      <Notice kind="success" title={r.valid} takesFocus>
        <p>{r.validText}</p>
      </Notice>
      <section className="card">
        <ReceiptFacts payload={verification.payload} nameOf={(id) => id} />
      </section>
      {again}
    </>
  )
}
