import { useState } from 'react'
import type { Loadable } from '../../data/state/loadable.ts'

/** Clocks of server and device may differ by this much. */
const TOLERATED_MS = 5_000

type Known<T> = Extract<Loadable<T>, { status: 'ready' }>

/** When the value was given that was there as the component appeared, in ms since the epoch; 0: there was none. */
export function useKnownBefore(loaded: Loadable<unknown>): number {
  return useState(() => (loaded.status === 'ready' ? loaded.asOf.getTime() : 0))[0]
}

/**
 * A loaded value, or null if it may be from before `since`: then it knows nothing of what happened then.
 * @param before a value given at this time or earlier is from before.
 * @param since seconds since the epoch, by the server's clock.
 */
export function knownSince<T>(loaded: Loadable<T>, before: number, since: number): Known<T> | null {
  if (loaded.status !== 'ready') return null
  const asOf = loaded.asOf.getTime()
  if (asOf <= before) return null
  return loaded.from === 'server' || asOf >= since * 1000 + TOLERATED_MS ? loaded : null
}
