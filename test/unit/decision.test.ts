import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../api/contract/catalogue.ts'
import type { Choice, Scope } from '../../api/contract/patient.ts'
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

const words = { ja: '', en: '' }
const database = (change: Partial<Database>): Database => ({
  id: 'db',
  name: words,
  holder: words,
  basis: words,
  opt_out: 'available',
  how: words,
  resolver: 'unknown',
  source: '',
  mark: 'demo',
  checked_on: '2026-11-22',
  feed: true,
  purposes: ['research', 'industry'],
  notice_days: null,
  due_hours: 24,
  ...change,
})

const A = database({ id: 'a' })
const B = database({ id: 'b', opt_out: 'by-consent', notice_days: 30 })
const LAW = database({ id: 'law', opt_out: 'not-by-law' })
const FAR = database({ id: 'far', feed: false, purposes: [] })
const TODAY = '2026-11-24'

describe('which linkages a decision covers', () => {
  it('covers by everything, by database and by purpose', () => {
    expect(covers({ all: true }, A, 'research')).toBe(true)
    expect(covers({ database: 'a' }, A, 'industry')).toBe(true)
    expect(covers({ database: 'b' }, A, 'research')).toBe(false)
    expect(covers({ database: 'a', purpose: 'research' }, A, 'research')).toBe(true)
    expect(covers({ database: 'a', purpose: 'research' }, A, 'industry')).toBe(false)
  })

  it.each(['not-by-law', 'not-yet', 'unknown'] as const)('never covers a database that is %s', (opt_out) => {
    const closed = database({ id: 'a', opt_out })
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
    expect(coveredDatabases({ all: true }, [database({ purposes: [] })])).toEqual([])
  })

  it('lets the latest covering decision win, whatever came between', () => {
    const scope: fc.Arbitrary<Scope> = fc.constantFrom<Scope>(
      { all: true },
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
      const near = database({ id: 'near', opt_out })
      const far = database({ id: 'far', opt_out, feed: false })
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

describe('a linkage whose law demands notice', () => {
  it('opens on the thirtieth day after the notice and not before', () => {
    expect(availability(B, '2026-10-26', TODAY)).toEqual({ state: 'waiting', usable_from: '2026-11-25' })
    expect(availability(B, '2026-10-25', TODAY)).toEqual({ state: 'usable', usable_from: '2026-11-24' })
  })

  it('is open at once where the law demands none', () => {
    expect(availability(A, null, TODAY)).toEqual({ state: 'usable', usable_from: null })
    expect(availability(A, '2099-01-01', TODAY)).toEqual({ state: 'usable', usable_from: null })
  })

  it('stays closed without a notice', () => {
    expect(availability(B, null, '2099-01-01')).toEqual({ state: 'waiting', usable_from: null })
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
