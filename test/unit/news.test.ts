import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasNews, type LinkageSeen } from '../../api/domain/news.ts'

const HOUR = 3_600_000
/** A linkage from long ago, stopped at 1000, due a day later. */
const stopped = (applied_at: number | null, recorded_at = 1000): LinkageSeen => ({
  registered_at: 0,
  state: 'stopped',
  progress: { recorded_at, applied_at, due_at: recorded_at + 24 * HOUR, late: false },
})
const usable = (registered_at: number): LinkageSeen => ({ registered_at, state: 'usable', progress: null })

describe('news of a span', () => {
  it('begin after its start and end with its end', () => {
    expect([10, 11, 20, 21].map((at) => hasNews([usable(at)], 10, 20))).toEqual([false, true, true, false])
  })

  it('are those of any linkage', () => {
    expect(hasNews([usable(0), usable(15), usable(0)], 10, 20)).toBe(true)
    expect(hasNews([usable(0), usable(0)], 10, 20)).toBe(false)
  })

  it('are a stop whose last database has applied it, whichever that is', () => {
    expect(hasNews([stopped(5000), stopped(null)], 1000, 9000)).toBe(false)
    expect(hasNews([stopped(5000), stopped(7000)], 6000, 9000)).toBe(true)
    expect(hasNews([stopped(7000), stopped(5000)], 6000, 9000)).toBe(true)
    expect(hasNews([stopped(5000), stopped(7000)], 7000, 9000)).toBe(false)
  })

  it('of one decision do not wait for another', () =>
    expect(hasNews([stopped(5000), stopped(null, 2000)], 4000, 6000)).toBe(true))

  it('are no allow that was applied', () => {
    const allowed = { ...stopped(5000), state: 'usable' as const }
    expect(hasNews([allowed], 4000, 6000)).toBe(false)
  })

  it('are a change that has become late, and is', () => {
    const change = (late: boolean): LinkageSeen => ({
      registered_at: 0,
      state: 'stopped',
      progress: { recorded_at: 1, applied_at: null, due_at: 15, late },
    })
    expect([change(true), change(false)].map((one) => hasNews([one], 10, 20))).toEqual([true, false])
    expect(hasNews([change(true)], 15, 20)).toBe(false)
  })

  it('are found once, however time is cut into spans', () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(100), { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.nat(100), { minLength: 2, maxLength: 8 }),
        (applied, cuts) => {
          const linkages = applied.map((at) => ({ ...stopped(at), registered_at: -1 }))
          const spans = [-1, ...cuts.toSorted((a, b) => a - b), 100]
          const found = spans.slice(1).filter((until, index) => hasNews(linkages, spans[index] ?? 0, until))
          expect(found).toHaveLength(1)
        },
      ),
    ))
})
