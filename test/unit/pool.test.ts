import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  goingOut,
  isNextInterval,
  isRound,
  longestPool,
  outUntil,
  type Pool,
  soonestUntil,
  timesInPool,
} from '../../api/domain/pool.ts'

const pool = fc.record({
  min: fc.integer({ min: 1, max: 50 }),
  maxMs: fc.nat(7_200_000),
  allowMs: fc.nat(40_000_000),
  tickMs: fc.integer({ min: 10, max: 10_000 }),
})
const dice = fc.infiniteStream(fc.nat(2 ** 30))
const belowOf = (stream: Stream) => (n: number) => (stream.next().value ?? 0) % n
type Stream = Iterator<number>
const NOW = 1_800_000_000_000
const HOUR: Pool = { min: 20, maxMs: 3_600_000, allowMs: 21_600_000, tickMs: 5000 }
const IN_ROUND = { pool: HOUR, now: NOW, inRound: true }
/** Changes of linkages: the n-th linkage has `lengths[n]` of them. Their tokens tell them apart. */
const waitingOf = (lengths: number[], deadline: (i: number) => number) =>
  lengths.flatMap((length, linkage) =>
    Array.from({ length }, (_, i) => ({
      id: `${linkage}/${i}`,
      subject: `${linkage}`,
      linkage_id: `${linkage}`,
      // A revocation, then create and revocation of each next generation.
      token: `${linkage}.${Math.ceil(i / 2)}`,
      deadline: deadline(linkage),
      told: false,
    })),
  )

describe('the times of a change', () => {
  it('let a tick publish it within the longest wait', () => {
    fc.assert(
      fc.property(pool, fc.constantFrom('revoke', 'create'), dice, (of, kind, stream) => {
        const { not_before, deadline } = timesInPool(kind, NOW, of, belowOf(stream))
        const held = kind === 'create' ? of.allowMs : 0
        expect(deadline).toBeGreaterThanOrEqual(NOW)
        expect(deadline + of.tickMs).toBeLessThanOrEqual(NOW + held + Math.max(of.maxMs, of.tickMs))
        expect(not_before).toBeLessThanOrEqual(deadline)
        if (kind === 'revoke') expect(not_before).toBe(0)
        else expect(not_before).toBeGreaterThanOrEqual(NOW)
      }),
    )
  })

  it('are drawn for each change separately, over the later half of the wait, and of the extra time of an allow', () => {
    let x = 1
    const below = (n: number) => {
      x = (x * 48_271) % 2_147_483_647
      return x % n
    }
    const stops = Array.from({ length: 2000 }, () => timesInPool('revoke', 0, HOUR, below).deadline)
    const allows = Array.from({ length: 2000 }, () => timesInPool('create', 0, HOUR, below).not_before)
    expect(new Set(stops).size).toBeGreaterThan(1900)
    expect(Math.min(...stops) / 1000).toBeGreaterThanOrEqual(1797)
    expect([Math.min(...stops) < 1_850_000, Math.max(...stops) > 3_540_000]).toEqual([true, true])
    expect(Math.min(...allows)).toBeGreaterThanOrEqual(10_800_000)
    expect([Math.min(...allows) < 11_400_000, Math.max(...allows) > 21_000_000]).toEqual([true, true])
  })

  it('are the next tick where nothing is held back', () => {
    const atOnce = { ...HOUR, maxMs: 0, allowMs: 0 }
    expect(timesInPool('create', NOW, atOnce, () => 0)).toEqual({ not_before: NOW, deadline: NOW })
  })
})

describe('a round', () => {
  it('takes place when enough changes wait or the deadline of one has passed', () => {
    const later = { deadline: NOW + 1 }
    expect(isRound(Array(19).fill(later), HOUR, NOW)).toBe(false)
    expect(isRound(Array(20).fill(later), HOUR, NOW)).toBe(true)
    expect(isRound([later, { deadline: NOW }], HOUR, NOW)).toBe(true)
    expect(isRound([], HOUR, NOW)).toBe(false)
  })

  it('does not wait for a deadline that lies too far ahead after the clock was set back', () => {
    expect(isRound([{ deadline: NOW + HOUR.maxMs }], HOUR, NOW)).toBe(false)
    expect(isRound([{ deadline: NOW + HOUR.maxMs + 1 }], HOUR, NOW)).toBe(true)
  })

  it('takes place once in an interval, for any number of publishers, even after the clock was set back', () => {
    expect([isNextInterval(null, HOUR, NOW), isNextInterval(null, HOUR, 1)]).toEqual([true, true])
    expect(isNextInterval(NOW, HOUR, NOW + 4999)).toBe(false)
    expect(isNextInterval(NOW, HOUR, NOW + 5000)).toBe(true)
    expect(isNextInterval(NOW, HOUR, NOW - 3_600_000)).toBe(true)
  })

  it('takes the first changes of each linkage in order, and never opens what was revoked meanwhile', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 8 })
    fc.assert(
      fc.property(lengths, dice, (of, stream) => {
        const waiting = waitingOf(of, () => NOW + 1)
        const going = goingOut(waiting, IN_ROUND, belowOf(stream))
        for (const [linkage, length] of of.entries()) {
          const own = going.filter(({ linkage_id }) => linkage_id === `${linkage}`)
          expect(own).toEqual(
            waiting.filter(({ linkage_id }) => linkage_id === `${linkage}`).slice(0, own.length),
          )
          expect(own.length === length || own.length === 0 || own.length % 2 === 1).toBe(true)
        }
      }),
    )
  })

  it('opens nothing that is due where its person has stopped it since', () => {
    const [revoked, ...rest] = waitingOf([3], () => NOW)
    const waiting = [...(revoked ? [revoked] : []), ...rest.map((one, i) => ({ ...one, deadline: NOW + i }))]
    expect(waiting.map(({ token }) => token)).toEqual(['0.0', '0.1', '0.1'])
    expect(goingOut(waiting, IN_ROUND, () => 1).map(({ id }) => id)).toEqual(['0/0'])
    expect(goingOut(waiting, { ...IN_ROUND, now: NOW + 1 }, () => 1)).toEqual(waiting)
  })

  it('draws once for a linkage, however many of its changes wait', () => {
    const waiting = waitingOf([41], () => NOW + 1)
    const throws: number[] = []
    goingOut(waiting, IN_ROUND, (n) => throws.push(n))
    expect(throws).toEqual([2])
  })

  it('draws once for a person, however many linkages they have', () => {
    const waiting = waitingOf(Array(9).fill(1), () => NOW + 1).map((change) => ({
      ...change,
      subject: 'one',
    }))
    const throws = [0, 1]
    const going = [0, 1].map(() => goingOut(waiting, IN_ROUND, () => throws.shift() ?? 9).length)
    expect(going).toEqual([9, 0])
  })

  it('neither holds back nor is needed for what the holder was told when it registered', () => {
    const waiting = waitingOf([1, 1], () => NOW + 1).map((change, i) => ({ ...change, told: i === 0 }))
    const outside = { ...IN_ROUND, inRound: false }
    expect(goingOut(waiting, outside, () => 0).map(({ id }) => id)).toEqual(['0/0'])
    expect(goingOut(waiting, IN_ROUND, () => 1).map(({ id }) => id)).toEqual(['0/0'])
  })

  it('takes everything past its deadline, and about half of the rest', () => {
    let x = 7
    const below = (n: number) => {
      x = (x * 48_271) % 2_147_483_647
      return (x >> 8) % n
    }
    const waiting = waitingOf(Array(2000).fill(1), (linkage) => (linkage < 1000 ? NOW : NOW + 1))
    const going = goingOut(waiting, IN_ROUND, below)
    expect(going.filter(({ deadline }) => deadline === NOW)).toHaveLength(1000)
    const rest = going.length - 1000
    expect(rest).toBeGreaterThan(400)
    expect(rest).toBeLessThan(600)
  })
})

describe('a decision', () => {
  type Made = { choice: 'stop' | 'allow'; recorded_at: number }
  const isOut = ({ choice, recorded_at }: Made, pool: Pool, now: number) =>
    recorded_at <= outUntil(pool, now)[choice]

  it('counts as published everywhere after the longest wait, which is longer for an allow', () => {
    const stop = { choice: 'stop', recorded_at: NOW - HOUR.maxMs } as const
    expect([isOut(stop, HOUR, NOW), isOut(stop, HOUR, NOW - 1)]).toEqual([true, false])
    const allow = { choice: 'allow', recorded_at: NOW - HOUR.maxMs - HOUR.allowMs } as const
    expect([isOut(allow, HOUR, NOW), isOut(allow, HOUR, NOW - 1)]).toEqual([true, false])
  })
})

it('the shortest wait is half of the longest but a tick, and of the extra time of an allow', () => {
  expect(soonestUntil(HOUR, NOW)).toEqual({ stop: NOW - 1_797_500, allow: NOW - 1_797_500 - 10_800_000 })
  expect(soonestUntil({ ...HOUR, maxMs: 0, allowMs: 3 }, NOW)).toEqual({ stop: NOW, allow: NOW - 1 })
})

it('no decision is published before the shortest wait, or later than the longest', () => {
  fc.assert(
    fc.property(pool, fc.constantFrom('stop', 'allow'), dice, (of, choice, stream) => {
      const kind = choice === 'stop' ? 'revoke' : 'create'
      const { deadline } = timesInPool(kind, NOW, of, belowOf(stream))
      expect(NOW).toBeLessThanOrEqual(soonestUntil(of, deadline)[choice])
      expect(NOW).toBeGreaterThanOrEqual(outUntil(of, deadline)[choice])
    }),
  )
})

describe('the longest wait', () => {
  it('is a quarter of the shortest time that a holder with a feed has', () => {
    expect(
      longestPool([
        { feed: true, due_hours: 24 },
        { feed: true, due_hours: 8 },
        { feed: false, due_hours: 1 },
      ]),
    ).toBe(2 * 3_600_000)
  })
})
