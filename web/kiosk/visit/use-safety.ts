import { useEffect, useState } from 'react'
import { api } from '../../data/http/api.ts'
import type { Loadable } from '../../data/state/loadable.ts'
import { fresh, repeated } from '../../data/state/task.ts'
import type { Screen } from './kiosk-context.ts'

const LOADING = { status: 'loading' } as const

/** Screens before anybody is known. */
const BEFORE: Screen[] = ['standby', 'method', 'hide', 'phone', 'before', 'sign-in', 'proof', 'proofing']

/**
 * Whether the person of this visit is in safe mode: asked once they are known, and forgotten when they are known no more.
 * @param hides the person has chosen safe mode in this visit: it is turned on first
 */
export function useSafety(screen: Screen, hides: boolean): Loadable<boolean> {
  const [safe, setSafe] = useState<Loadable<boolean>>(LOADING)
  const isKnown = !BEFORE.includes(screen)
  useEffect(() => {
    if (!isKnown) return
    const abort = new AbortController()
    const ask = repeated<boolean>(async (publish) => {
      const session = await api.session()
      const { safe } = hides && session.safe === undefined ? await api.turnSafe(true) : session
      publish(fresh(safe !== undefined))
      return null
    })
    void ask((value) => {
      if (!abort.signal.aborted) setSafe(value)
    }, abort.signal)
    return () => {
      abort.abort()
      setSafe(LOADING)
    }
  }, [isKnown, hides])
  return safe
}
