import { useCallback, useEffect, useState } from 'react'
import type { StaffAnswer } from '../../../api/contract/kiosk.ts'
import { failureOf, isTransient } from '../../data/http/failure.ts'
import { staffApi } from './staff-api.ts'

const EVERY_MS = 3_000

/** What is known of the kiosks: nothing yet, that nobody is signed in, or their last known state. */
type Known = { at: 'unknown' | 'closed' } | ({ at: 'open'; heard: number } & StaffAnswer)
type Seen = { known: Known; away: boolean; asked: number }

/**
 * Requests the state of the kiosks every few seconds. `away`: nothing answers, and the state is from `heard`. `asked`
 * is now. Both are in monotonic ms. `look` requests at once.
 */
export function useOverview(): Seen & { look(): Promise<void> } {
  const [seen, setSeen] = useState<Seen>({ known: { at: 'unknown' }, away: false, asked: 0 })
  const look = useCallback(
    () =>
      staffApi.overview().then(
        (answer) => {
          const asked = performance.now()
          setSeen({ known: { at: 'open', heard: asked, ...answer }, away: false, asked })
        },
        (error) => {
          const away = isTransient(failureOf(error))
          setSeen(({ known }) => ({ known: away ? known : { at: 'closed' }, away, asked: performance.now() }))
        },
      ),
    [],
  )
  useEffect(() => {
    void look()
    const timer = setInterval(look, EVERY_MS)
    return () => clearInterval(timer)
  }, [look])
  return { ...seen, look }
}
