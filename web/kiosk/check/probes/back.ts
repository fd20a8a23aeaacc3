import type { KioskApi } from '../../visit/kiosk-api.ts'
import { type Finding, judge, TO_TRY } from '../finding.ts'

const AWAY = '?away'
let restored = false
addEventListener('pageshow', ({ persisted }) => {
  restored ||= persisted
})

/** Whether this is the page from which the check goes back. */
export const isAway = (): boolean => location.search === AWAY

/** Ends as a visit ends, then goes back. */
export async function returnFromAway(kiosk: KioskApi | null): Promise<void> {
  await kiosk?.standby().catch(() => {})
  history.back()
}

/** Opens another document, which ends as a visit ends and goes back. */
export async function goBack(): Promise<Finding> {
  await new Promise<void>((resolve) => {
    addEventListener('pageshow', () => resolve(), { once: true })
    location.assign(`${location.pathname}${AWAY}${location.hash}`)
  })
  return judge(!restored, 'bfcache')
}

/** Passes when going back loads a new document instead of the one that was left. */
export function cameBackAnew(): Finding {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return navigation?.type === 'back_forward' ? judge(!restored, navigation.type) : TO_TRY
}
