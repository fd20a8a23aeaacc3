import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classOfUse, gravest } from '../../api/domain/uses/use-class.ts'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import { slowClass, tokensOf } from '../support/model/slow-class.ts'

const at = (text: string) => Date.parse(text)
/** Decided and recorded at the same time. */
const stop = (text: string) => ({ decided_at: at(text), recorded_at: at(text) })
const use = (to: string, approved_on: string | null = null) => ({ to, approved_on })

describe('the class of a use', () => {
  it('is "before" for a token that was never stopped', () => {
    expect(classOfUse(use('2026-12-31'), null, 24)).toBe('before')
  })

  it('is "before" up to the last day, in Japan, by which the stop had to be applied', () => {
    // 14:59 UTC is the last minute of 10 December in Japan, 15:00 the first of the next day.
    expect(classOfUse(use('2026-12-11'), stop('2026-12-10T14:59:59.999Z'), 24)).toBe('before')
    expect(classOfUse(use('2026-12-12'), stop('2026-12-10T14:59:59.999Z'), 24)).toBe('after-stop')
    expect(classOfUse(use('2026-12-12'), stop('2026-12-10T15:00:00Z'), 24)).toBe('before')
    expect(classOfUse(use('2026-12-11'), stop('2026-12-10T14:59:59Z'), 0)).toBe('after-stop')
  })

  it('is "approved-before" where its project was approved on or before the day of the stop', () => {
    const stopped = stop('2026-12-10T14:59:59Z')
    expect(classOfUse(use('2026-12-31', '2026-12-10'), stopped, 24)).toBe('approved-before')
    expect(classOfUse(use('2026-12-31', '2026-12-11'), stopped, 24)).toBe('after-stop')
    expect(classOfUse(use('2026-12-11', '2026-12-11'), stopped, 24), 'it does not run on').toBe('before')
  })

  it('rests on the decision for the approval, and on its record for the time to apply it', () => {
    const later = { decided_at: at('2026-12-01T00:00:00Z'), recorded_at: at('2026-12-10T00:00:00Z') }
    expect(classOfUse(use('2026-12-11', null), later, 24)).toBe('before')
    expect(classOfUse(use('2026-12-12', '2026-12-05'), later, 24)).toBe('after-stop')
    expect(classOfUse(use('2026-12-12', '2026-12-01'), later, 24)).toBe('approved-before')
  })

  it('is what a slow simulation says of every history, and the same whenever it is determined', () => {
    const moment = fc.integer({ min: 0, max: 20 * 24 * 60 }).map((minutes) => minutes * MINUTE)
    const history = fc.array(fc.record({ at: moment, choice: fc.constantFrom('stop', 'allow') }), {
      maxLength: 6,
    })
    const begin = at('2026-11-20T00:00:00Z')
    const classes = new Set<string>()
    fc.assert(
      fc.property(
        history,
        fc.nat(6),
        fc.integer({ min: -2, max: 22 }),
        fc.option(fc.integer({ min: -2, max: 22 })),
        fc.constantFrom(0, 1, 24, 72),
        (made, which, lastDay, approvedDay, dueHours) => {
          const decisions = made
            .toSorted((a, b) => a.at - b.at)
            .map((one) => ({ ...one, at: begin + one.at }) as const)
          const tokens = tokensOf(decisions as Parameters<typeof tokensOf>[0])
          const token = tokens[which % tokens.length] ?? expect.fail('no token')
          const day = (n: number) => new Date(begin + n * DAY).toISOString().slice(0, 10)
          const [to, approved_on] = [day(lastDay), approvedDay === null ? null : day(approvedDay)]
          const stopped = token.stopped_at
          const slow = slowClass({ to, approved_on, stopped_at: stopped, dueHours })
          classes.add(slow)
          const ours = (known: number | null) =>
            classOfUse(
              { to, approved_on },
              known === null ? null : { decided_at: known, recorded_at: known },
              dueHours,
            )
          expect(ours(stopped)).toBe(slow)
          // A report comes on the last day at the earliest: a stop after that changes nothing.
          const reported = at(`${to}T00:00:00+09:00`)
          if (stopped !== null && stopped >= reported) expect(ours(null)).toBe(slow)
        },
      ),
      { numRuns: 3000 },
    )
    expect([...classes].sort()).toEqual(['after-stop', 'approved-before', 'before'])
  })
})

it('the gravest class of several tokens is that of their use', () => {
  expect(gravest(['before', 'after-stop', 'approved-before'])).toBe('after-stop')
  expect(gravest(['before', null, 'approved-before'])).toBe('approved-before')
  expect(gravest([null, 'before'])).toBe('before')
  expect([gravest([null]), gravest([])]).toEqual([null, null])
})

it('the simulation knows a day in Japan by counting hours', () => {
  const stopped_at = at('2026-12-10T14:00:00Z')
  const of = (to: string, dueHours: number) => slowClass({ to, approved_on: null, stopped_at, dueHours })
  expect([of('2026-12-10', 0), of('2026-12-11', 0)]).toEqual(['before', 'after-stop'])
  expect([of('2026-12-11', 1), of('2026-12-12', 1)]).toEqual(['before', 'after-stop'])
  expect(HOUR).toBe(3_600_000)
})
