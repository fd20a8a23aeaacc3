import { useEffect, useState } from 'react'
import type { Desk, DesksAnswer } from '../../../api/contract/desk/staff.ts'
import { requestJson } from './request.ts'

/** What is known of the desks that take forms on paper. */
export type KnownDesks = Desk[] | 'loading' | 'unknown'

/** The newest answer: a device that loses its network still knows where the desks are. */
let known: Desk[] | null = null

/** The desks that take forms, asked for each time that a screen shows them. Empty where there is none. */
export function useDesks(): KnownDesks {
  const [desks, setDesks] = useState<KnownDesks>(known ?? 'loading')
  useEffect(() => {
    let shown = true
    requestJson<DesksAnswer>('/api/desks').then(
      (answer) => {
        known = answer.desks
        if (shown) setDesks(answer.desks)
      },
      () => {
        if (shown) setDesks(known ?? 'unknown')
      },
    )
    return () => {
      shown = false
    }
  }, [])
  return desks
}
