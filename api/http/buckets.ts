/** How often something may happen: `perSecond` all the time, and `burst` times at once after a rest. */
export type Rate = { perSecond: number; burst: number }

/** Keys that are remembered of each kind. */
const MOST = 50_000

/**
 * A bucket per key, by the generic cell rate algorithm: of a key nothing is kept but the moment at which its bucket is
 * empty again. Whoever comes with more keys than are remembered makes the ones forgotten that have rested longest,
 * and somebody may be let through once more: memory has a bound, and nobody is locked out by the keys of others.
 * @param now milliseconds that only go forward.
 */
export function createBuckets({ perSecond, burst }: Rate, now: () => number, most = MOST) {
  const interval = 1000 / perSecond
  const emptyAt = new Map<string, number>()

  return {
    /** @returns milliseconds until there is room; 0: there was, and one is taken. */
    take(key: string): number {
      // Whole milliseconds: of fractions the sums below would be a little off, and refuse the last that fits.
      const at = Math.floor(now())
      const filled = Math.max(emptyAt.get(key) ?? at, at) + interval
      const excess = filled - at - burst * interval
      if (excess > 0) return excess
      emptyAt.delete(key)
      emptyAt.set(key, filled)
      if (emptyAt.size > most) emptyAt.delete(emptyAt.keys().next().value ?? key)
      return 0
    },
  }
}
