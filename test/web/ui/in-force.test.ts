import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Database, PURPOSES } from '../../../api/contract/catalogue.ts'
import type { Scope } from '../../../api/contract/patient.ts'
import { covers as coversInApi, standingChoice } from '../../../api/domain/decision.ts'
import { covers } from '../../../web/data/decision/covers.ts'
import { inForce } from '../../../web/features/receipts/in-force.ts'
import { CATALOGUE, STOPPABLE } from '../../support/catalogue.ts'

const all = { scope: { all: true } } as const
const a = { scope: { database: 'a' } } as const
const b = { scope: { database: 'b' } } as const
const aResearch = { scope: { database: 'a', purpose: 'research' } } as const

describe('of decisions, newest first,', () => {
  test.each([
    ['the only one counts', [all], ['whole']],
    ['one for all replaces all before it', [all, a, all], ['whole', 'replaced', 'replaced']],
    ['one database leaves a part of all', [a, all], ['whole', 'partly']],
    ['the same again replaces the first', [a, a], ['whole', 'replaced']],
    ['one purpose leaves a part of its database', [aResearch, a], ['whole', 'partly']],
    ['another database changes nothing', [b, a], ['whole', 'whole']],
    ['later databases stay with all', [a, b, all], ['whole', 'whole', 'partly']],
    [
      'each purpose by itself replaces the database',
      [...PURPOSES.map((purpose) => ({ scope: { database: 'a', purpose } })), a],
      ['whole', 'whole', 'whole', 'replaced'],
    ],
    ['nothing is nothing', [], []],
  ] as const)('%s', (_, decisions, expected) => {
    expect(inForce([...decisions])).toEqual(expected)
  })

  test('one purpose everywhere and several databases are told apart', () => {
    const research = { scope: { purpose: 'research' } } as const
    const several = { scope: { databases: ['a', 'b'] } }
    expect(inForce([research, several])).toEqual(['whole', 'partly'])
    expect(inForce([several, research])).toEqual(['whole', 'partly'])
    expect(inForce([several, a, b, aResearch])).toEqual(['whole', 'replaced', 'replaced', 'replaced'])
    expect(inForce([a, b, several])).toEqual(['whole', 'whole', 'replaced'])
    const everyPurpose = PURPOSES.map((purpose) => ({ scope: { purpose } }))
    expect(inForce([...everyPurpose, all]).at(-1)).toBe('replaced')
  })
})

const stoppable = (id: string): Database => ({
  ...(CATALOGUE.find((one) => STOPPABLE.includes(one.id)) as Database),
  id,
  purposes: [...PURPOSES],
})
const NAMED = ['a', 'b', 'c']
/** `later` is named by no decision: a database that joins afterwards. */
const DATABASES = [...NAMED, 'later'].map(stoppable)

const database = fc.constantFrom(...NAMED)
const purpose = fc.constantFrom(...PURPOSES)
const anyScope = fc.oneof(
  fc.constant<Scope>({ all: true }),
  database.map((id): Scope => ({ database: id })),
  fc.record({ database, purpose }),
  purpose.map((one): Scope => ({ purpose: one })),
  fc.subarray(NAMED, { minLength: 2 }).map((ids): Scope => ({ databases: ids })),
)

test('the rule of the screens is that of the api', () => {
  fc.assert(
    fc.property(anyScope, fc.constantFrom(...DATABASES), purpose, (scope, one, of) => {
      expect(covers(scope, one.id, of)).toBe(coversInApi(scope, one, of))
    }),
  )
})

test('a decision counts exactly where the api lets it win', () => {
  fc.assert(
    fc.property(fc.array(anyScope, { maxLength: 8 }), (scopes) => {
      const oldestFirst = scopes.map((scope, at) => ({ choice: 'stop' as const, scope, ordinal: at + 1 }))
      const said = inForce([...oldestFirst].reverse()).reverse()
      oldestFirst.forEach((decision, at) => {
        const covered = DATABASES.flatMap((one) =>
          PURPOSES.filter((of) => coversInApi(decision.scope, one, of)).map((of) => ({ one, of })),
        )
        const won = covered.filter(({ one, of }) => standingChoice(oldestFirst, one, of) === decision)
        expect(said[at]).toBe(
          won.length === 0 ? 'replaced' : won.length === covered.length ? 'whole' : 'partly',
        )
      })
    }),
    { numRuns: 500 },
  )
})

test('older decisions, known or not, change nothing for newer ones', () => {
  fc.assert(
    fc.property(fc.array(anyScope, { maxLength: 8 }), fc.nat(8), (scopes, shown) => {
      const decisions = scopes.map((scope) => ({ scope }))
      expect(inForce(decisions.slice(0, shown))).toEqual(inForce(decisions).slice(0, shown))
    }),
  )
})
