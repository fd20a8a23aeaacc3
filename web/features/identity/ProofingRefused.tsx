import { useSession } from '../../data/patient/session.ts'
import { ProofingReady } from './ProofingReady.tsx'
import { ProofingStopped } from './ProofingStopped.tsx'
import { WaitingForPortal } from './WaitingForPortal.tsx'

/** An answer that was refused. Whoever is known here already, as after an answer opened twice, goes on. */
export function ProofingRefused() {
  const session = useSession()
  if (session.status === 'loading') return <WaitingForPortal />
  if (session.status === 'proofed' || session.status === 'signed-in')
    return <ProofingReady signedIn={session.status === 'signed-in'} />
  return <ProofingStopped why="rejected" />
}
