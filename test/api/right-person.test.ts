import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { course, follow } from '../support/interleaving/course.ts'
import { MUTANTS } from '../support/interleaving/mutants.ts'
import { scale } from '../support/scale.ts'

const SEED = 20261128
/** The short form follows the same courses each time; the long form finds others. */
const LENGTH = { numRuns: scale(20, 600), seed: scale(SEED, Date.now()), unbiased: true }

/** What must have been completed often enough in all courses together; otherwise little was tested. */
const ACTS = ['sign in', 'be proofed', 'recover', 'add a passkey', 'decide', 'rename']
const RACES = ['removed', 'recovered', 'left', 'signed out', 'taken over']

test(
  'on a shared device, at a kiosk or with stolen cookies, a person acts only as themselves',
  async () => {
    const done = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(course, async (events) => {
        for (const [act, times] of await follow(events)) done.set(act, (done.get(act) ?? 0) + times)
      }),
      LENGTH,
    )
    expect(
      [...ACTS, ...RACES].filter((name) => !done.has(name)),
      'never came to its end',
    ).toEqual([])
  },
  scale(600_000, 3_600_000),
)

describe('is not blind', () => {
  test.for(Object.entries(MUTANTS))('finds that %s', { timeout: 600_000 }, async ([, { mutant, found }]) => {
    const { failed, errorInstance } = await fc.check(
      fc
        .asyncProperty(course, async (events) => void (await follow(events, mutant)))
        .afterEach(() => vi.restoreAllMocks()),
      { numRuns: 150, seed: SEED, unbiased: true, endOnFailure: true },
    )
    expect(failed).toBe(true)
    expect(String(errorInstance)).toMatch(found)
  })
})
