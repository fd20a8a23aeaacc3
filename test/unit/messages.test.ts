import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { opens } from '../../api/domain/messages/opens.ts'
import { late, type RevokedToken, type Stop, stopped } from '../../api/domain/messages/stops.ts'
import { hasNews, LISTED_MS, listed, type TimedMessage } from '../../api/domain/messages/timed.ts'

const DAY = 86_400_000
const FIRST: Stop = { id: 'one', ordinal: 1, recorded_at: 1000 }
const SECOND: Stop = { id: 'two', ordinal: 3, recorded_at: 2000 }

/** A linkage of its own, stopped by the first decision. */
const token = (
  database: string,
  applied_at: number | null,
  change: Partial<RevokedToken> = {},
): RevokedToken => ({
  linkage_id: `linkage of ${database}`,
  database,
  generation: 1,
  current: true,
  changed_at: 1000,
  change: { recorded_at: 1000, ordinal: 1, applied_at },
  otherwise_at: null,
  ...change,
})

describe('a stop', () => {
  it('is told once the last of its databases has applied it, whichever that is', () => {
    expect(stopped([token('a', 5000), token('b', null)], [FIRST])).toEqual([])
    const whole = { id: 'stopped.one', at: 7000, kind: 'stopped', decision: 'one', databases: ['a', 'b'] }
    expect(stopped([token('a', 5000), token('b', 7000)], [FIRST])).toEqual([whole])
    expect(stopped([token('b', 7000), token('a', 5000)], [FIRST])).toEqual([whole])
  })

  it('does not wait for another one', () => {
    const other = token('b', null, { change: { recorded_at: 2000, ordinal: 3, applied_at: null } })
    expect(stopped([token('a', 5000), other], [FIRST, SECOND])).toMatchObject([{ id: 'stopped.one' }])
  })

  it('is no stop where one of its databases reported something else, and says which', () => {
    const tokens = [token('a', 5000), token('b', 4000, { otherwise_at: 9000 })]
    expect(stopped(tokens, [FIRST])).toEqual([
      { id: 'reported.one', at: 9000, kind: 'reported', decision: 'one', databases: ['b'] },
    ])
  })

  it('that a later linkage was born under is told for that linkage by itself', () => {
    const born = token('c', 9000, { change: { recorded_at: 8000, ordinal: 1, applied_at: 9000 } })
    expect(stopped([token('a', 5000), born], [FIRST]).map(({ id }) => id)).toEqual([
      'stopped.one',
      'stopped.one.8000',
    ])
  })

  it('rests on the stop before it, where the allow between them never reached the holder', () => {
    const silent = { generation: 2, changed_at: 2000, change: null }
    const before = (applied_at: number | null) => token('a', applied_at, { current: false })
    const ofB = token('b', 6000, { change: { recorded_at: 2000, ordinal: 3, applied_at: 6000 } })
    const of = (applied_at: number | null) =>
      stopped([before(applied_at), token('a', null, silent), ofB], [FIRST, SECOND]).map(({ id }) => id)
    expect(of(null)).toEqual([])
    expect(of(5000)).toEqual(['stopped.one', 'stopped.two'])
  })

  it('is late after it was due, until it is applied or something newer stands', () => {
    const of = (one: RevokedToken, now: number, due: number | null = 500) =>
      late([one], [FIRST], () => due, now)
    expect(of(token('a', null), 1500)).toEqual([])
    const message = { id: 'late.a.1.1000', at: 1500, kind: 'late', decision: 'one', database: 'a' }
    expect(of(token('a', null), 1501)).toEqual([message])
    expect(of(token('a', 1600), 1700)).toEqual([])
    expect(of(token('a', null, { current: false }), 1700)).toEqual([])
    expect(of(token('a', null), 1700, null), 'no such database any more').toEqual([])
  })

  it('is late once for each database, however many purposes it has', () => {
    const other = token('a', null, { linkage_id: 'another purpose' })
    expect(late([token('a', null), other, token('b', null)], [FIRST], () => 500, 9999)).toHaveLength(2)
  })
})

describe('what opens', () => {
  const database = { id: 'a', freeze_days: 30, opened_on: { research: '2026-10-01' } } as const
  const at = Date.parse('2026-09-30T15:00:00Z')
  const toldTo = (since: number, now: number) => opens([database], { since, now })

  it('is told to everybody until its freeze is over, and is not there before its day in Japan', () => {
    const message = {
      id: 'opens.a.research.2026-10-01',
      at,
      kind: 'opens',
      database: 'a',
      purpose: 'research',
      usable_from: '2026-10-31',
    }
    expect(toldTo(at + 29 * DAY, at + 30 * DAY - 1)).toEqual([message])
    const span = { since: 0, now: at - 1 }
    expect(listed(opens([database], span), span)).toEqual([])
  })

  it('is told afterwards only to those who had an account when it began', () => {
    expect(toldTo(at, at + 30 * DAY)).toHaveLength(1)
    expect(toldTo(at + 1, at + 30 * DAY)).toEqual([])
  })

  it('is nothing where no days are frozen, or nothing was opened', () => {
    const span = { since: 0, now: at + DAY }
    expect(
      opens(
        [
          { ...database, freeze_days: 0 },
          { ...database, opened_on: {} },
        ],
        span,
      ),
    ).toEqual([])
  })
})

describe('the list of messages', () => {
  const message = (at: number, kind: TimedMessage['kind'] = 'linked'): TimedMessage => ({
    id: `${at}`,
    at,
    kind,
  })

  it('begins after the account, apart from what opens, and ends now', () => {
    const all = [message(10), message(11), message(9, 'opens'), message(20), message(21)]
    expect(listed(all, { since: 10, now: 20 }).map(({ at }) => at)).toEqual([20, 11, 9])
  })

  it('has the newest hundred of two years', () => {
    const now = LISTED_MS + 200
    const all = Array.from({ length: 300 }, (_, i) => message(i + 1))
    const found = listed(all, { since: 0, now })
    expect([found.length, found[0]?.at, found.at(-1)?.at]).toEqual([100, 300, 201])
    expect(listed(all, { since: 0, now: now + 90 }).at(-1)?.at).toBe(291)
  })
})

describe('news of a span', () => {
  it('begin after its start and end with its end', () => {
    expect([10, 11, 20, 21].map((at) => hasNews([{ at }], 10, 20))).toEqual([false, true, true, false])
  })

  it('are found once, however time is cut into spans', () =>
    fc.assert(
      fc.property(fc.nat(100), fc.uniqueArray(fc.nat(100), { minLength: 2, maxLength: 8 }), (at, cuts) => {
        const spans = [-1, ...cuts.toSorted((a, b) => a - b), 100]
        const found = spans.slice(1).filter((until, index) => hasNews([{ at }], spans[index] ?? 0, until))
        expect(found).toHaveLength(1)
      }),
    ))
})
