import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { Databases } from '../features/databases/Databases.tsx'
import type { Groups } from '../features/databases/group.ts'
import { useText } from '../text/text.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { Home } from './Home.tsx'
import { Known } from './Known.tsx'
import { laterPart } from './later.tsx'

const StatusNews = laterPart<'StatusNews', object>(() => import('./OnStatus.tsx'), 'StatusNews')
const StatusEvents = laterPart<'StatusEvents', object>(() => import('./OnStatus.tsx'), 'StatusEvents')

const OtherDatabases = laterPart<'OtherDatabases', { groups: Groups }>(
  () => import('./OnStatus.tsx'),
  'OtherDatabases',
)

const otherRoutes = () => import('./Routes.tsx')
const OtherRoutes = lazy(async () => ({ default: (await otherRoutes()).Routes }))

/** Loads the table of the other addresses. Where it does not load, the screen that needs it tries again. */
export const loadOtherRoutes = () => void otherRoutes().catch(() => {})

/** P1 and P4, which come with the first load, and every other address. */
export function FirstRoutes() {
  const { t } = useText()
  return (
    <Suspense fallback={<Waiting>{t.shell.waiting}</Waiting>}>
      <Switch>
        <Route path="/" component={Home} />
        <Route path="/status">
          <Known>
            <Databases news={<StatusNews />} events={<StatusEvents />} others={OtherDatabases} />
          </Known>
        </Route>
        <Route component={OtherRoutes} />
      </Switch>
    </Suspense>
  )
}
