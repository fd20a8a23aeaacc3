import { lazy, type ReactNode, Suspense } from 'react'
import { useSession } from '../data/patient/session.ts'
import { useText } from '../text/text.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { CrashBoundary } from './CrashBoundary.tsx'
import { FirstRoutes } from './FirstRoutes.tsx'
import { Layout } from './frame/Layout.tsx'
import { laterPart } from './later.tsx'

const Acting = lazy(async () => ({ default: (await import('./acting/Acting.tsx')).Acting }))

const Changed = laterPart<'Changed', object>(() => import('./acting/Acting.tsx'), 'Changed')

export function App() {
  return (
    <Frame>
      <CrashBoundary>
        <FirstRoutes />
      </CrashBoundary>
    </Frame>
  )
}

/** The frame of a page. While one acts for somebody, nothing is shown before the frame that says so. */
function Frame(props: { children: ReactNode }) {
  const { t } = useText()
  const session = useSession()
  const acting = session.status === 'signed-in' && session.session.for
  const changed = session.status === 'signed-in' && session.elsewhere !== undefined
  if (!acting) return <Layout>{changed ? <Changed /> : props.children}</Layout>
  return (
    <CrashBoundary>
      <Suspense fallback={<Waiting>{t.shell.waiting}</Waiting>}>
        <Acting acting={acting} changed={changed}>
          {props.children}
        </Acting>
      </Suspense>
    </CrashBoundary>
  )
}
