import { describe, expect, it } from 'vitest'
import { createBuckets } from '../../api/http/buckets.ts'

/** Buckets with a rate of two a second and a burst of five, on a held clock. */
function still(most?: number) {
  let at = 0
  const buckets = createBuckets({ perSecond: 2, burst: 5 }, () => at, most)
  return {
    take: buckets.take,
    wait: (ms: number) => {
      at += ms
    },
    /** How often a key is let through before it has to wait. */
    taken(key: string): number {
      for (let times = 0; times < 100; times++) if (buckets.take(key) > 0) return times
      return Number.POSITIVE_INFINITY
    },
  }
}

describe('a bucket', () => {
  it('lets its burst through at once, then says how long to wait, to the millisecond', () => {
    const { take, taken, wait } = still()
    expect(taken('a')).toBe(5)
    expect(take('a')).toBe(500)
    wait(499)
    expect(take('a')).toBe(1)
    wait(1)
    expect(take('a')).toBe(0)
    expect(take('a')).toBe(500)
  })

  it('is charged nothing for what it refuses', () => {
    const { taken, wait } = still()
    taken('a')
    for (let more = 0; more < 50; more++) taken('a')
    wait(500)
    expect(taken('a')).toBe(1)
  })

  it('is full again after a rest, and never fuller than full', () => {
    const { taken, wait } = still()
    taken('a')
    wait(3_600_000)
    expect(taken('a')).toBe(5)
  })

  it('is separate for each key', () => {
    const { taken } = still()
    taken('a')
    expect(taken('b')).toBe(5)
  })

  it('is evicted, the least recently used first, when there are too many', () => {
    const { take, taken } = still(2)
    taken('a')
    take('b')
    expect(take('a'), 'b is new, a is remembered').toBeGreaterThan(0)
    take('c')
    expect(taken('a'), 'a was forgotten').toBe(5)
  })
})
