import { Redirect } from 'wouter'
import { useDatabases } from '../data/patient/databases.ts'
import { useSession } from '../data/patient/session.ts'
import { Welcome } from '../features/welcome/Welcome.tsx'

/** P1 for those who are new here; who is signed in, or offline with a copy on this device, goes on to their state. */
export function Home() {
  const session = useSession()
  if (session.status === 'signed-in') return <Redirect to="/status" replace />
  return session.status === 'offline' ? <OfflineHome /> : <Welcome />
}

function OfflineHome() {
  const answer = useDatabases()
  return answer.status === 'ready' ? <Redirect to="/status" replace /> : <Welcome />
}
