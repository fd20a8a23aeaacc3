import { useText } from '../../text/text.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { useVerification } from './use-verification.ts'
import { VerifyForm } from './VerifyForm.tsx'
import { VerifyResult } from './VerifyResult.tsx'

/** P9 たしかめる: verifies a receipt for anybody, signed out and offline. */
export function Verify() {
  const { t } = useText()
  const { state, verify, again } = useVerification()
  const r = t.receipts
  return (
    <Page title={r.verifyTitle} failed={state.step === 'result' && !state.verification.valid}>
      {state.step === 'checking' && <Waiting>{r.verifying}</Waiting>}
      {state.step === 'result' && <VerifyResult verification={state.verification} onAgain={again} />}
      {state.step === 'form' && <VerifyForm onVerify={verify} />}
    </Page>
  )
}
