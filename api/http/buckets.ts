/** How often something may happen: `perSecond` steadily, and `burst` times at once after a rest. */
export type Rate = { perSecond: number; burst: number }

/** Keys remembered of each kind. */
const MOST = 50_000

/**
 * GCRA (generic cell rate algorithm): one timestamp per key, the moment its bucket is empty. At `most` keys the least
 * recently used is evicted, so a flood of keys lets a few requests through and locks nobody out. Memory is bounded.
 * @param now milliseconds that only go forward.
 */
export function createBuckets({ perSecond, burst }: Rate, now: () => number, most = MOST) {
  const interval = 1000 / perSecond
  const emptyAt = new Map<string, number>()

  return {
    /** Takes one if there is room. @returns milliseconds until there is room; 0: one was taken. */
    take(key: string): number {
      // Whole milliseconds: rounding errors of fractions would refuse the last request that fits.
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
