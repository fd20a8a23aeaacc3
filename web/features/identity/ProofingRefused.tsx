import { useSession } from '../../data/patient/session.ts'
import { ProofingReady } from './ProofingReady.tsx'
import { ProofingStopped } from './ProofingStopped.tsx'
import { WaitingForPortal } from './WaitingForPortal.tsx'

/** The portal's answer was refused. People with a session go on, as after an answer that was opened twice. */
export function ProofingRefused() {
  const session = useSession()
  if (session.status === 'loading') return <WaitingForPortal />
  if (session.status === 'proofed' || session.status === 'signed-in')
    return <ProofingReady signedIn={session.status === 'signed-in'} />
  return <ProofingStopped why="rejected" />
}
