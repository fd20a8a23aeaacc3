import { useProofing } from '../../data/patient/proofing.ts'
import { useSession } from '../../data/patient/session.ts'
import { useText } from '../../text/text.tsx'
import { FailureNotice } from '../../ui/FailureNotice.tsx'
import { Page } from '../../ui/Page.tsx'
import { PortalButton } from './PortalButton.tsx'
import { ProofingReady } from './ProofingReady.tsx'
import { ProofingStopped } from './ProofingStopped.tsx'
import { WaitingForPortal } from './WaitingForPortal.tsx'

/**
 * The result of asking the portal. A signed-in person goes on to their coverage. An answer that leaves the session
 * unproofed held no coverage that identifies the person.
 */
export function ProofingResult(props: { id: string }) {
  const { t } = useText()
  const proofing = useProofing(props.id)
  const session = useSession()
  const i = t.identity

  if (proofing.status === 'failed') {
    return (
      <Page title={i.proofTitle} failed>
        <FailureNotice failure={proofing.failure} />
        <PortalButton label={i.again} />
      </Page>
    )
  }
  if (proofing.status === 'loading' || proofing.value === 'pending') return <WaitingForPortal />
  if (proofing.value !== 'ready') return <ProofingStopped why={proofing.value} />
  if (session.status === 'signed-out') return <ProofingStopped why="no-data" />
  return <ProofingReady signedIn={session.status === 'signed-in'} />
}
