import { CrashBoundary } from './CrashBoundary.tsx'
import { Layout } from './Layout.tsx'
import { Routes } from './Routes.tsx'

export function App() {
  return (
    <Layout>
      <CrashBoundary>
        <Routes />
      </CrashBoundary>
    </Layout>
  )
}
