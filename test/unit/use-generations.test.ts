import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classOfGenerations, type Generation } from '../../api/domain/uses/generations.ts'
import { DAY, MINUTE } from '../support/clock.ts'
import { slowClassOf, tokensOf } from '../support/model/slow-class.ts'

const at = (text: string) => Date.parse(text)
const stop = (text: string) => ({ decided_at: at(text), recorded_at: at(text) })
const use = (from: string, to: string, approved_on: string | null = null) => ({ from, to, approved_on })

const STOPPED: Generation = { stop: stop('2026-12-10T03:00:00Z'), opened_at: null }
/** Allowed in the last minute of 14 December in Japan. */
const ALLOWED: Generation = { stop: null, opened_at: at('2026-12-14T14:59:59Z') }

describe('the class of a use of a linkage', () => {
  it('during a stop is not washed by a token of after the allow', () => {
    const during = use('2026-12-12', '2026-12-13')
    expect(classOfGenerations(during, [STOPPED, ALLOWED], 24)).toBe('after-stop')
    expect(classOfGenerations(during, [STOPPED], 24), 'the old token').toBe('after-stop')
    expect(classOfGenerations(use('2026-12-12', '2026-12-13', '2026-12-10'), [STOPPED, ALLOWED], 24)).toBe(
      'approved-before',
    )
  })

  it('is due since the first token under the same decision: registering again gives no more time', () => {
    const again = (recorded_at: string): Generation => ({
      stop: { decided_at: at('2026-12-10T03:00:00Z'), recorded_at: at(recorded_at) },
      opened_at: null,
    })
    const taken = [STOPPED, again('2026-12-12T03:00:00Z'), again('2026-12-13T03:00:00Z')]
    expect(classOfGenerations(use('2026-12-12', '2026-12-13'), taken, 24)).toBe('after-stop')
    expect(classOfGenerations(use('2026-12-10', '2026-12-11'), taken, 24)).toBe('before')
  })

  it('counts the day of the allow, and none after it', () => {
    const of = (from: string, to: string) => classOfGenerations(use(from, to), [STOPPED, ALLOWED], 24)
    expect(of('2026-12-14', '2026-12-31')).toBe('after-stop')
    expect(of('2026-12-15', '2026-12-31')).toBe('before')
    expect(of('2026-12-01', '2026-12-11'), 'it was not due yet').toBe('before')
    const soon: Generation = { stop: null, opened_at: at('2026-12-11T14:59:59Z') }
    expect(classOfGenerations(use('2026-12-01', '2026-12-31'), [STOPPED, soon], 24)).toBe('before')
  })

  it('is the gravest of all stops', () => {
    const again: Generation = { stop: stop('2026-12-20T03:00:00Z'), opened_at: ALLOWED.opened_at }
    const newest: Generation = { stop: null, opened_at: at('2026-12-24T03:00:00Z') }
    const of = (from: string, to: string) => classOfGenerations(use(from, to), [STOPPED, again, newest], 24)
    expect(of('2026-12-12', '2026-12-13')).toBe('after-stop')
    expect(of('2026-12-15', '2026-12-21')).toBe('before')
    expect(of('2026-12-15', '2026-12-22')).toBe('after-stop')
    expect(of('2026-12-25', '2026-12-31')).toBe('before')
  })

  it('of a linkage registered again is under the stop that still stood, and under none of an unknown end', () => {
    const during = use('2026-12-12', '2026-12-13')
    const born: Generation = {
      stop: { decided_at: at('2026-12-10T03:00:00Z'), recorded_at: at('2026-12-13T03:00:00Z') },
      opened_at: null,
    }
    expect(classOfGenerations(during, [STOPPED, born, ALLOWED], 24)).toBe('after-stop')
    expect(classOfGenerations(during, [STOPPED, { stop: null, opened_at: null }], 24)).toBe('before')
    const later: Generation = { stop: stop('2026-12-14T03:00:00Z'), opened_at: null }
    expect(classOfGenerations(during, [STOPPED, later, ALLOWED], 24)).toBe('before')
  })

  it('without a generation is "before"', () => {
    expect(classOfGenerations(use('2026-12-12', '2026-12-13'), [], 24)).toBe('before')
  })

  it('is what a slow simulation says of every history', () => {
    const moment = fc.integer({ min: 0, max: 20 * 24 * 60 }).map((minutes) => minutes * MINUTE)
    const choice = fc.constantFrom<'stop' | 'allow'>('stop', 'allow')
    const history = fc.array(fc.record({ at: moment, choice }), { minLength: 2, maxLength: 8 })
    const begin = at('2026-11-20T00:00:00Z')
    const day = (n: number) => new Date(begin + n * DAY).toISOString().slice(0, 10)
    let graver = 0
    fc.assert(
      fc.property(
        history,
        fc.nat(6),
        fc.integer({ min: -2, max: 22 }),
        fc.nat(8),
        fc.option(fc.integer({ min: -2, max: 22 })),
        fc.constantFrom(0, 1, 24, 72),
        (made, which, lastDay, length, approvedDay, dueHours) => {
          const decisions = made
            .toSorted((a, b) => a.at - b.at)
            .map((one) => ({ ...one, at: begin + one.at }))
          const all = tokensOf(decisions)
          const tokens = all.slice(0, 1 + (which % all.length))
          const approved_on = approvedDay === null ? null : day(approvedDay)
          const days = use(day(lastDay - length), day(lastDay), approved_on)
          const generations = tokens.map(({ stopped_at, allowed_at }) => ({
            stop: stopped_at === null ? null : { decided_at: stopped_at, recorded_at: stopped_at },
            opened_at: allowed_at,
          }))
          const slow = slowClassOf(days, tokens, dueHours)
          expect(classOfGenerations(days, generations, dueHours)).toBe(slow)
          if (slow !== classOfGenerations(days, generations.slice(-1), dueHours)) graver++
        },
      ),
      { numRuns: 3000 },
    )
    expect(graver, 'earlier stops mattered').toBeGreaterThan(0)
  })
})
