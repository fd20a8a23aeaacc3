import { useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { Page } from '../../ui/Page.tsx'
import { Waiting } from '../../ui/Waiting.tsx'
import { Steps } from './Steps.tsx'

/** The portal's answer is on its way. */
export function WaitingForPortal() {
  const { identity: i } = useText().t
  const session = useSession()
  return (
    <Page title={i.proofTitle}>
      {session.status !== 'signed-in' && <Steps now={2} />}
      <Waiting>{i.pending}</Waiting>
    </Page>
  )
}
