import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PURPOSES } from '../../api/contract/catalogue.ts'
import { type Choice, type Scope, Scope as ScopeSchema } from '../../api/contract/patient.ts'
import {
  coveredDatabases,
  covers,
  decisionChallenge,
  effectsOf,
  isStoppable,
  jcs,
  standingChoice,
} from '../../api/domain/decision.ts'
import { availability, transition } from '../../api/domain/linkage.ts'
import { columnsOf, scopeOf } from '../../api/store/records/scopes.ts'
import { databaseOf } from '../support/catalogue.ts'

const A = databaseOf({ id: 'a' })
const B = databaseOf({ id: 'b', opt_out: 'by-consent', notice_days: 30 })
const LAW = databaseOf({ id: 'law', opt_out: 'not-by-law' })
const FAR = databaseOf({ id: 'far', feed: false, purposes: [] })
const TODAY = '2026-11-24'

describe('which linkages a decision covers', () => {
  it('covers by everything, by database and by purpose', () => {
    expect(covers({ all: true }, A, 'research')).toBe(true)
    expect(covers({ database: 'a' }, A, 'industry')).toBe(true)
    expect(covers({ database: 'b' }, A, 'research')).toBe(false)
    expect(covers({ database: 'a', purpose: 'research' }, A, 'research')).toBe(true)
    expect(covers({ database: 'a', purpose: 'research' }, A, 'industry')).toBe(false)
  })

  it('covers one purpose in every database, and several databases for every purpose', () => {
    for (const one of [A, B]) {
      expect(covers({ purpose: 'research' }, one, 'research')).toBe(true)
      expect(covers({ purpose: 'research' }, one, 'industry')).toBe(false)
      expect(covers({ databases: ['a', 'b'] }, one, 'research')).toBe(true)
      expect(covers({ databases: ['a', 'b'] }, one, 'industry')).toBe(true)
      expect(covers({ databases: ['c', 'd'] }, one, 'research')).toBe(false)
    }
    for (const scope of [{ purpose: 'research' }, { databases: ['a', 'law'] }] as const)
      expect(covers(scope as Scope, LAW, 'research')).toBe(false)
  })

  it.each(['not-by-law', 'not-yet', 'unknown'] as const)('never covers a database that is %s', (opt_out) => {
    const closed = databaseOf({ id: 'a', opt_out })
    expect(isStoppable(closed)).toBe(false)
    expect(covers({ all: true }, closed, 'research')).toBe(false)
    expect(covers({ database: 'a' }, closed, 'research')).toBe(false)
    expect(effectsOf({ choice: 'stop', scope: { all: true } }, [closed], [], TODAY)).toEqual([
      { database: 'a', purpose: null, from: null, to: 'unchanged', why: opt_out },
    ])
  })

  it('covers a database as a whole when it covers one of its purposes, and none without a purpose', () => {
    const all = [A, B, LAW, FAR]
    expect(coveredDatabases({ all: true }, all)).toEqual([A, B])
    expect(coveredDatabases({ database: 'a', purpose: 'research' }, all)).toEqual([A])
    expect(coveredDatabases({ database: 'a', purpose: 'policy' }, all)).toEqual([])
    expect(coveredDatabases({ all: true }, [databaseOf({ purposes: [] })])).toEqual([])
  })

  it('lets the latest covering decision win, whatever came between', () => {
    const scope: fc.Arbitrary<Scope> = fc.constantFrom<Scope>(
      { all: true },
      { purpose: 'research' },
      { purpose: 'industry' },
      { databases: ['a', 'b'] },
      { databases: ['b', 'c'] },
      { database: 'a' },
      { database: 'b' },
      { database: 'a', purpose: 'research' },
      { database: 'a', purpose: 'industry' },
    )
    const choice = fc.constantFrom<Choice>('stop', 'allow')
    fc.assert(
      fc.property(fc.array(fc.record({ choice, scope })), fc.integer(), (made, seed) => {
        const decisions = made.map((decision, i) => ({ ...decision, ordinal: i + 1 }))
        const expected = decisions.filter(({ scope }) => covers(scope, A, 'research')).at(-1) ?? null
        const anyOrder = [...decisions].sort(
          (x, y) => ((x.ordinal * 7919 + seed) % 13) - ((y.ordinal * 7919 + seed) % 13),
        )
        expect(standingChoice(anyOrder, A, 'research')).toEqual(expected)
      }),
    )
  })
})

describe('a scope', () => {
  const purpose = fc.constantFrom(...PURPOSES)
  const id = fc.stringMatching(/^[a-z0-9-]{2,64}$/)
  const ids = fc.uniqueArray(id, { minLength: 2, maxLength: 50 }).map((list) => list.sort())
  const anyScope: fc.Arbitrary<Scope> = fc.oneof(
    fc.constant<Scope>({ all: true }),
    fc.record({ purpose }),
    fc.record({ databases: ids }),
    fc.record({ database: id }),
    fc.record({ database: id, purpose }),
  )

  it('passes the check of requests, and comes back from the store as it was signed', () => {
    fc.assert(
      fc.property(anyScope, (scope) => {
        expect(jcs(ScopeSchema.parse(JSON.parse(JSON.stringify(scope))))).toBe(jcs(scope))
        expect(jcs(scopeOf(columnsOf(scope)))).toBe(jcs(scope))
      }),
    )
  })

  it('of several databases is one list only: sorted, and each once', () => {
    fc.assert(
      fc.property(fc.array(id, { maxLength: 60 }), fc.boolean(), (list, sorted) => {
        const databases = sorted ? [...list].sort() : list
        const right =
          databases.length >= 2 &&
          databases.length <= 50 &&
          databases.every((one, i) => i === 0 || one > (databases[i - 1] ?? ''))
        expect(ScopeSchema.safeParse({ databases }).success).toBe(right)
      }),
    )
  })

  it('covers exactly what the decisions about its parts cover together', () => {
    const databases = [A, B, LAW, FAR, databaseOf({ id: 'c', purposes: ['research'] })]
    const names = ['a', 'b', 'c', 'far', 'law']
    const some = fc.subarray(names, { minLength: 2 })
    fc.assert(
      fc.property(some, purpose, fc.constantFrom(...databases), purpose, (chosen, one, where, what) => {
        const parts = (scopes: Scope[]) => scopes.some((scope) => covers(scope, where, what))
        expect(covers({ databases: chosen }, where, what)).toBe(
          parts(chosen.map((database) => ({ database }))),
        )
        expect(covers({ purpose: one }, where, what)).toBe(
          parts(names.map((database) => ({ database, purpose: one }))),
        )
        expect(covers({ all: true }, where, what)).toBe(parts(PURPOSES.map((purpose) => ({ purpose }))))
      }),
    )
  })
})

describe('the preview', () => {
  const linked = (
    database_id: string,
    state: 'usable' | 'waiting' | 'revoked',
    notified_on: string | null = null,
  ) => ({
    database_id,
    purpose: 'research' as const,
    state,
    notified_on,
  })

  it('says for each database what changes and why not', () => {
    const linkages = [linked('a', 'usable'), linked('law', 'usable')]
    expect(effectsOf({ choice: 'stop', scope: { all: true } }, [A, B, LAW, FAR], linkages, TODAY)).toEqual([
      { database: 'a', purpose: 'research', from: 'usable', to: 'stopped', why: 'covered' },
      { database: 'b', purpose: null, from: null, to: 'unchanged', why: 'not-linked' },
      { database: 'law', purpose: 'research', from: 'usable', to: 'unchanged', why: 'not-by-law' },
      { database: 'far', purpose: null, from: null, to: 'unchanged', why: 'no-feed' },
    ])
  })

  it.each(['available', 'by-consent'] as const)(
    'says of a database that is %s what stands in the way',
    (opt_out) => {
      const near = databaseOf({ id: 'near', opt_out })
      const far = databaseOf({ id: 'far', opt_out, feed: false })
      const why = effectsOf({ choice: 'stop', scope: { database: 'a' } }, [near, far], [], TODAY)
      expect(why.map((effect) => effect.why)).toEqual(['out-of-scope', 'no-feed'])
    },
  )

  it('does not change what is out of scope, or already as wanted', () => {
    const linkages = [linked('a', 'revoked'), linked('b', 'waiting')]
    expect(effectsOf({ choice: 'stop', scope: { database: 'a' } }, [A, B], linkages, TODAY)).toEqual([
      { database: 'a', purpose: 'research', from: 'stopped', to: 'unchanged', why: 'already' },
      { database: 'b', purpose: 'research', from: 'waiting', to: 'unchanged', why: 'out-of-scope' },
    ])
  })

  it('an allow leads back to waiting before the end of the notice period', () => {
    const preview = (notified: string | null) =>
      effectsOf({ choice: 'allow', scope: { all: true } }, [B], [linked('b', 'revoked', notified)], TODAY)[0]
        ?.to
    expect(preview('2026-11-01')).toBe('waiting')
    expect(preview('2026-10-25')).toBe('usable')
    expect(preview(null)).toBe('waiting')
  })
})

const told = (notified_on: string | null) => ({ purpose: 'research', notified_on }) as const

describe('a linkage whose law demands notice', () => {
  it('opens on the thirtieth day after the notice and not before', () => {
    expect(availability(B, told('2026-10-26'), TODAY)).toEqual({
      state: 'waiting',
      usable_from: '2026-11-25',
    })
    expect(availability(B, told('2026-10-25'), TODAY)).toEqual({ state: 'usable', usable_from: '2026-11-24' })
  })

  it('is open at once where the law demands none', () => {
    expect(availability(A, told(null), TODAY)).toEqual({ state: 'usable', usable_from: null })
    expect(availability(A, told('2099-01-01'), TODAY)).toEqual({ state: 'usable', usable_from: null })
  })

  it('stays closed without a notice', () => {
    expect(availability(B, told(null), '2099-01-01')).toEqual({ state: 'waiting', usable_from: null })
  })
})

describe('a purpose that was opened lately', () => {
  const frozen = databaseOf({
    freeze_days: 30,
    opened_on: { research: '2026-10-26', industry: '2026-10-25' },
  })

  it('is closed for everybody until its freeze is over', () => {
    expect(availability(frozen, told(null), TODAY)).toEqual({ state: 'waiting', usable_from: '2026-11-25' })
    expect(availability(frozen, { purpose: 'industry', notified_on: null }, TODAY)).toEqual({
      state: 'usable',
      usable_from: '2026-11-24',
    })
  })

  it.each([
    ['2026-10-01', '2026-11-25'],
    ['2026-11-01', '2026-12-01'],
  ])('waits for the later day where the law demands notice, too: told on %s', (notified_on, usable_from) => {
    const both = { ...frozen, notice_days: 30 }
    expect(availability(both, told(notified_on), TODAY)).toEqual({ state: 'waiting', usable_from })
    expect(availability(both, told(null), '2099-01-01')).toEqual({ state: 'waiting', usable_from: null })
  })

  it('is not frozen again by a decision, and waits after one that allows', () => {
    const effect = (choice: 'stop' | 'allow', state: 'waiting' | 'revoked') =>
      effectsOf(
        { choice, scope: { all: true } },
        [frozen],
        [{ database_id: 'db', state, ...told(null) }],
        TODAY,
      )[0]?.to
    expect([effect('stop', 'waiting'), effect('allow', 'revoked')]).toEqual(['stopped', 'waiting'])
  })
})

describe('what a choice does to a token', () => {
  it.each([
    ['stop', 'usable', 'revoke'],
    ['stop', 'waiting', 'revoke'],
    ['stop', 'revoked', 'nothing'],
    ['allow', 'revoked', 'renew'],
    ['allow', 'usable', 'nothing'],
    ['allow', 'waiting', 'nothing'],
  ] as const)('%s on %s: %s', (choice, state, step) => expect(transition(choice, state)).toBe(step))
})

describe('the challenge of a decision', () => {
  const decision = {
    id: '6f9619ff-8b86-4d01-b42d-00c04fc964ff',
    choice: 'stop' as const,
    scope: { all: true as const },
    text: 'x'.repeat(43),
    locale: 'ja' as const,
  }
  const nonce = Buffer.alloc(32, 7).toString('base64url')

  it('is SHA-256 over the nonce and the canonical JSON', () => {
    const canonical = `{"choice":"stop","id":"${decision.id}","locale":"ja","scope":{"all":true},"text":"${decision.text}"}`
    const expected = createHash('sha256').update(Buffer.alloc(32, 7)).update(canonical).digest('base64url')
    expect(decisionChallenge(nonce, decision)).toBe(expected)
  })

  it('requires a value that JSON can represent', () => {
    expect(() => jcs(undefined)).toThrow(new TypeError('not representable as JSON'))
  })

  it('changes with every member', () => {
    const others = [
      { ...decision, choice: 'allow' as const },
      { ...decision, scope: { database: 'a' } },
      { ...decision, locale: 'en' as const },
      { ...decision, text: 'y'.repeat(43) },
      { ...decision, id: '6f9619ff-8b86-4d01-b42d-00c04fc96400' },
    ]
    const challenges = others.map((other) => decisionChallenge(nonce, other))
    expect(new Set([...challenges, decisionChallenge(nonce, decision)]).size).toBe(6)
  })
})
