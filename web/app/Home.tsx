import { Redirect } from 'wouter'
import { useDatabases } from '../data/patient/databases.ts'
import { useSession } from '../data/patient/session.ts'
import { Welcome } from '../features/welcome/Welcome.tsx'

/** P1 for new visitors. Signed-in people go on to P4, and so do offline ones whose device has a copy. */
export function Home() {
  const session = useSession()
  if (session.status === 'signed-in') return <Redirect to="/status" replace />
  return session.status === 'offline' ? <OfflineHome /> : <Welcome />
}

function OfflineHome() {
  const answer = useDatabases()
  return answer.status === 'ready' ? <Redirect to="/status" replace /> : <Welcome />
}
