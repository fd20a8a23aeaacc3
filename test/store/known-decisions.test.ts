import { describe, expect } from 'vitest'
import { timesInPool } from '../../api/domain/pool.ts'
import { drawsOf } from '../../api/domain/token.ts'
import { createKnowledge } from '../../api/services/holder-knowledge.ts'
import type { DecisionRow, LinkageRow } from '../../api/store/records/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { createParts, database, POOL } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const AT = Date.parse('2026-11-29T00:00:00Z')
/** Of this age a stop is out in every database; half of it is the soonest. */
const CERTAIN = POOL.maxMs
/** Of this age an allow is, too. */
const LONG_AGO = CERTAIN + POOL.allowMs
const SOONEST = Math.floor((POOL.maxMs - POOL.tickMs) / 2)

type Decided = Partial<DecisionRow> & { ordinal: number; age: number }
/** Decisions about everything, unless they say otherwise, so many ms before `AT`. */
const decide = (store: Store, ...some: Decided[]) =>
  put(store, {
    decision: some.map(({ age, ...one }) => ({
      id: `d${one.ordinal}`,
      receipt_number: `r${one.ordinal}`,
      recorded_at: AT - age,
      ...one,
    })),
    decision_database: some.flatMap(({ ordinal, scope_databases }) =>
      (scope_databases?.split(',') ?? []).map((database_id) => ({ database_id, ordinal })),
    ),
  })

/** The linkages of person `s` with database `a` for research and industry. */
async function open(store: Store) {
  const parts = createParts(store)
  const knowledge = createKnowledge(parts)
  await put(store, {
    linkage: [{ id: 'research' }, { id: 'industry', purpose: 'industry' }],
    token: [
      { token: 'research', linkage_id: 'research' },
      { token: 'industry', linkage_id: 'industry', purpose: 'industry' },
    ],
    feed: [{}],
  })
  const all = await rowsOf(store, 'linkage')
  const row = (id: string): LinkageRow => all.find((one) => one.id === id) ?? expect.fail(id)
  return {
    parts,
    /** The deadline of a decision in database `a`. */
    deadline: (kind: 'revoke' | 'create', ordinal: number, recorded_at: number) =>
      knowledge.timesOf(kind, { subject: 's', database_id: 'a' }, { ordinal, recorded_at }).deadline,
    /** Ordinals of the decision that is true of the linkage for research, and of the one that its holder may know. */
    async choices(at = AT, id = 'research') {
      const of = row(id)
      const [choice] = await store.transact((tx) =>
        knowledge.choicesFor(tx, database('a'), of.purpose, [of], at),
      )
      return [choice?.actual?.ordinal ?? null, choice?.published?.ordinal ?? null]
    },
    /** The holder has read decision `ordinal` in the feed, through one of these linkages. */
    reads: (ordinal: number, token = 'research', kind: 'revoke' | 'create' = 'revoke') =>
      put(store, { event: [{ seq: ordinal, jti: `j${ordinal}`, token, kind, ordinal }] }),
  }
}

describe('the time of a change', () => {
  const AGE = { ordinal: 1, recorded_at: AT }
  const WHOSE = { subject: 's', database_id: 'a' }

  test('is drawn once for a decision of a person in a database', async ({ store }) => {
    const parts = createParts(store)
    const { timesOf } = createKnowledge(parts)
    const times = timesOf('create', WHOSE, AGE)
    const of = { database: 'a', ...AGE, subject: 's' }
    expect(times).toEqual(timesInPool('create', AT, POOL, drawsOf(parts.keys.token, of)))
    expect(createKnowledge(parts).timesOf('create', WHOSE, AGE), 'in each process').toEqual(times)
  })

  test('has nothing in common with that of another database, person or decision', async ({ store }) => {
    const { timesOf } = createKnowledge(createParts(store))
    const drawn = [
      timesOf('revoke', WHOSE, AGE),
      timesOf('revoke', { ...WHOSE, database_id: 'b' }, AGE),
      timesOf('revoke', { ...WHOSE, subject: 'r' }, AGE),
      timesOf('revoke', WHOSE, { ...AGE, ordinal: 2 }),
    ]
    expect(new Set(drawn.map(({ deadline }) => deadline)).size).toBe(4)
  })
})

describe('a decision', () => {
  test('is true at once, and known to a holder when its time has come there', async ({ store }) => {
    const { choices, deadline } = await open(store)
    expect(await choices()).toEqual([null, null])
    await decide(store, { ordinal: 1, age: 0 })
    const due = deadline('revoke', 1, AT)
    expect(await choices(AT)).toEqual([1, null])
    expect(await choices(due - 1)).toEqual([1, null])
    expect(await choices(due)).toEqual([1, 1])
    expect(await choices(AT + CERTAIN)).toEqual([1, 1])
  })

  test('to allow waits longer than one to stop', async ({ store }) => {
    const { choices, deadline } = await open(store)
    await decide(store, { ordinal: 1, age: 0, choice: 'allow' })
    const due = deadline('create', 1, AT)
    expect(due).toBeGreaterThan(AT + POOL.allowMs / 2)
    expect(await choices(due - 1)).toEqual([1, null])
    expect(await choices(due)).toEqual([1, 1])
    expect(await choices(AT + CERTAIN + POOL.allowMs)).toEqual([1, 1])
  })

  test('whose time has not come leaves the earlier one known', async ({ store }) => {
    const { choices } = await open(store)
    await decide(
      store,
      { ordinal: 1, age: CERTAIN },
      { ordinal: 2, age: 5, choice: 'allow' },
      { ordinal: 3, age: 1 },
    )
    expect(await choices()).toEqual([3, 1])
  })

  test('may be known before it is certain that it is out', async ({ store }) => {
    const { choices, deadline } = await open(store)
    // Its deadline has passed; that of a decision made when the clock was so far is not certain yet.
    const age = POOL.maxMs - POOL.tickMs
    expect(deadline('revoke', 2, AT - age)).toBeLessThanOrEqual(AT)
    await decide(
      store,
      { ordinal: 1, age: CERTAIN, choice: 'allow' },
      { ordinal: 2, age },
      { ordinal: 3, age: 0 },
    )
    expect(await choices()).toEqual([3, 2])
  })

  test('about another database or purpose is nothing to this linkage', async ({ store }) => {
    const { choices } = await open(store)
    await decide(
      store,
      { ordinal: 1, age: CERTAIN, scope_database: 'b' },
      { ordinal: 2, age: CERTAIN, scope_purpose: 'industry' },
      { ordinal: 3, age: CERTAIN, scope_database: '*', scope_databases: 'b,c' },
    )
    expect(await choices()).toEqual([null, null])
    expect(await choices(AT, 'industry')).toEqual([2, 2])
  })

  test('about several databases is known as any other', async ({ store }) => {
    const { choices } = await open(store)
    const several = { scope_database: '*', scope_databases: 'a,b' }
    await decide(store, { ordinal: 1, age: CERTAIN, ...several }, { ordinal: 2, age: 0, ...several })
    expect(await choices()).toEqual([2, 1])
  })

  test('of one scope does not hide what is known of another', async ({ store }) => {
    const { choices } = await open(store)
    await decide(
      store,
      { ordinal: 1, age: LONG_AGO },
      { ordinal: 2, age: LONG_AGO, scope_database: 'a', choice: 'allow' },
      { ordinal: 3, age: 0 },
    )
    expect(await choices()).toEqual([3, 2])
  })
})

describe('what a holder has read of a linkage', () => {
  test('it knows, with everything before it', async ({ store }) => {
    const { choices, reads } = await open(store)
    await decide(
      store,
      { ordinal: 1, age: 9, choice: 'allow' },
      { ordinal: 2, age: 8 },
      { ordinal: 3, age: 7, scope_purpose: 'industry' },
      { ordinal: 4, age: 6 },
    )
    await reads(3)
    expect(await choices()).toEqual([4, 2])
  })

  test('counts beside what is certain', async ({ store }) => {
    const { choices, reads } = await open(store)
    await decide(
      store,
      { ordinal: 1, age: CERTAIN },
      { ordinal: 2, age: 5, scope_database: 'a', choice: 'allow' },
    )
    expect(await choices()).toEqual([2, 1])
    await reads(2)
    expect(await choices()).toEqual([2, 2])
  })

  test('for another purpose it knows as well, but not what was before', async ({ store }) => {
    const { choices, reads } = await open(store)
    await decide(
      store,
      { ordinal: 1, age: 9 },
      { ordinal: 2, age: 8, choice: 'allow' },
      { ordinal: 3, age: 7 },
    )
    await reads(2, 'industry', 'create')
    expect(await choices()).toEqual([3, 2])
    await decide(store, { ordinal: 4, age: 6, scope_purpose: 'industry' })
    await reads(4, 'industry')
    expect(await choices(), 'a decision that is nothing to this linkage').toEqual([3, 2])
    expect(await choices(AT, 'industry')).toEqual([4, 4])
  })
})

describe('of many decisions in a short time', () => {
  /** One that is certainly out, one whose deadline has passed, and so many more whose time has not come. */
  async function many(store: Store, count: number) {
    const { choices, deadline } = await open(store)
    const age = SOONEST + 1
    await decide(
      store,
      { ordinal: 1, age: LONG_AGO, choice: 'allow' },
      { ordinal: 2, age: POOL.maxMs - POOL.tickMs },
      ...Array.from({ length: count }, (_, i) => ({ ordinal: i + 3, age })),
    )
    for (let i = 0; i < count; i++) expect(deadline('revoke', i + 3, AT - age)).toBeGreaterThan(AT)
    return choices()
  }

  test('sixteen are examined for one whose time has come', async ({ store }) => {
    expect(await many(store, 15)).toEqual([17, 2])
  })

  test('beyond them the newest counts that is certainly out', async ({ store }) => {
    expect(await many(store, 16)).toEqual([18, 1])
  })
})

test('each of several linkages has its own', async ({ store }) => {
  const { parts } = await open(store)
  await put(store, { linkage: [{ id: 'other', subject: 'somebody else' }] })
  await decide(store, { ordinal: 1, age: CERTAIN })
  const rows = await rowsOf(store, 'linkage')
  const pick = (id: string) => rows.find((one) => one.id === id) ?? expect.fail(id)
  const choices = await store.transact((tx) =>
    createKnowledge(parts).choicesFor(tx, database('a'), 'research', [pick('other'), pick('research')], AT),
  )
  expect(choices.map(({ actual }) => actual?.ordinal)).toEqual([undefined, 1])
})
