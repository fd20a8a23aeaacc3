import { isSafe, useSession } from '../../data/patient/session.ts'
import { nameOfDatabase } from '../../text/decision-words.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { ReceiptFacts } from './ReceiptFacts.tsx'
import type { Verified } from './use-verification.ts'
import { WordsShown } from './WordsShown.tsx'

/** The content of a genuine receipt, or why it is not genuine and what to do. */
export function VerifyResult(props: { verification: Verified; onAgain(): void }) {
  const { t, pick } = useText()
  const { verification } = props
  const hides = isSafe(useSession())
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
  const { payload, databases } = verification
  return (
    <>
      <Notice kind="success" title={r.valid} takesFocus>
        <p>{r.validText}</p>
        <p>{r.validNow}</p>
      </Notice>
      <section className="card">
        <ReceiptFacts
          payload={payload}
          isActing={false}
          nameOf={nameOfDatabase(databases, pick, r.unnamed)}
        />
      </section>
      {!hides && <WordsShown payload={payload} databases={databases} />}
      {again}
    </>
  )
}
