import { expect } from 'vitest'
import type { Scope } from '../../api/contract/patient.ts'
import { coveredPairs, isCovered, noteCovered } from '../../api/store/records/covered.ts'
import { decisionsOf, findDecision, insertDecision } from '../../api/store/records/decisions.ts'
import {
  completeIdempotency,
  findIdempotency,
  hasDecidedSince,
  insertIdempotency,
  keepPayload,
  releaseDeadClaims,
  releaseIdempotency,
} from '../../api/store/records/idempotency.ts'
import type { DecisionRow } from '../../api/store/records/rows.ts'
import { columnsOf, scopeOf } from '../../api/store/records/scopes.ts'
import {
  type Group,
  groupOf,
  newestCovering,
  newestDecision,
  newestKnown,
} from '../../api/store/records/standing.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const pair = (database_id: string, purpose: 'research' | 'industry' = 'research') => ({
  database_id,
  purpose,
})

test('what decisions cover is noted once, and no longer when it ends', async ({ store }) => {
  const note = (more: ReturnType<typeof pair>[], less: ReturnType<typeof pair>[]) =>
    store.transact((tx) => noteCovered(tx, { more, less }))
  await note([], [])
  await note([pair('a'), pair('a', 'industry'), pair('b')], [])
  await note([pair('a'), pair('c')], [pair('b'), pair('a', 'industry')])
  const covered = await store.read(coveredPairs)
  expect(covered.map(({ database_id }) => database_id).sort()).toEqual(['a', 'c'])
  const is = (one: ReturnType<typeof pair>) => store.read((db) => isCovered(db, one))
  expect([await is(pair('a')), await is(pair('a', 'industry')), await is(pair('b'))]).toEqual([
    true,
    false,
    false,
  ])
})

test('a decision gets the next ordinal of its person, and is read by that person alone', async ({
  store,
}) => {
  await put(store, { decision: [{ id: 'other', subject: 'other', ordinal: 9, receipt_number: 'x' }] })
  const { ordinal: _, ...given } = (await rowsOf(store, 'decision'))[0] as DecisionRow
  const insert = (id: string) =>
    store.transact((tx) => insertDecision(tx, { ...given, id, subject: 's', receipt_number: id }))
  expect([(await insert('one')).ordinal, (await insert('two')).ordinal]).toEqual([1, 2])
  await insert('three')
  const page = async (before: number, limit: number) =>
    (await store.read((db) => decisionsOf(db, { subject: 's', before }, limit))).map(({ id }) => id)
  expect([await page(9, 9), await page(3, 9), await page(9, 1)]).toEqual([
    ['three', 'two', 'one'],
    ['two', 'one'],
    ['three'],
  ])
  const [shown] = await store.read((db) => decisionsOf(db, { subject: 's', before: 2 }, 1))
  expect(Object.keys(shown ?? {}).sort()).toEqual(
    Object.keys({ ...given, ordinal: 1 })
      .filter((column) => !['evidence', 'receipt'].includes(column))
      .sort(),
  )
  const find = (id: string, subject: string) => store.read((db) => findDecision(db, { id, subject }))
  expect(await find('two', 's')).toMatchObject({ id: 'two', ordinal: 2, evidence: '{}' })
  expect([await find('two', 'other'), await find('nothing', 's')]).toEqual([null, null])
})

test.for<[Scope, string | null, string | null, string | null]>([
  [{ all: true }, null, null, null],
  [{ purpose: 'research' }, null, 'research', null],
  [{ database: 'a' }, 'a', null, null],
  [{ database: 'a', purpose: 'research' }, 'a', 'research', null],
  [{ databases: ['a', 'b'] }, '*', null, 'a,b'],
])('the scope %j is stored and read as it is', ([scope, scope_database, scope_purpose, scope_databases]) => {
  expect(columnsOf(scope)).toEqual({ scope_database, scope_purpose, scope_databases })
  expect(scopeOf(columnsOf(scope))).toEqual(scope)
})

test('a decision about several databases is found by each', async ({ store }) => {
  await put(store, { decision: [{ id: 'other', ordinal: 3 }] })
  const { ordinal: _, ...given } = (await rowsOf(store, 'decision'))[0] as DecisionRow
  const several = { ...given, id: 'new', receipt_number: 'new', ...columnsOf({ databases: ['a', 'b'] }) }
  await store.transact((tx) => insertDecision(tx, several))
  expect(await rowsOf(store, 'decision_database')).toEqual([
    { subject: 's', database_id: 'a', ordinal: 4 },
    { subject: 's', database_id: 'b', ordinal: 4 },
  ])
})

const CLAIM = { patient_id: 'p', key: 'key', body_hash: 'body', created_at: 5 }
const keys = async (store: Store) => (await rowsOf(store, 'idempotency')).map(({ key }) => key).sort()

test('a key is claimed once by a person, completed once, and then stays', async ({ store }) => {
  const claim = (change: object) =>
    store.transact((tx) => insertIdempotency(tx, { ...CLAIM, ...change }, 'process'))
  const find = (key = 'key') => store.read((db) => findIdempotency(db, { patient_id: 'p', key }))
  expect(await find()).toBeNull()
  expect([await claim({}), await claim({ created_at: 6 })]).toEqual([true, false])
  expect([await claim({ patient_id: 'q' }), await claim({ key: 'other' })]).toEqual([true, true])
  expect(await find()).toEqual({ ...CLAIM, decision_id: null, payload: null, claimer: 'process' })
  await store.transact((tx) => keepPayload(tx, CLAIM, 'preview'))
  expect([(await find())?.payload, (await find('other'))?.payload]).toEqual(['preview', null])

  const complete = (change: object = {}) =>
    store.transact((tx) => completeIdempotency(tx, { ...CLAIM, ...change }, 'd'))
  for (const change of [{ patient_id: 'x' }, { key: 'x' }, { body_hash: 'x' }, { created_at: 6 }])
    expect(await complete(change)).toBe(false)
  expect([await complete(), await complete()]).toEqual([true, false])
  expect(await find()).toEqual({ ...CLAIM, decision_id: 'd', payload: null, claimer: 'process' })
  await store.transact((tx) => releaseIdempotency(tx, CLAIM))
  expect(await find(), 'recorded').not.toBeNull()
  await store.transact((tx) => releaseIdempotency(tx, { ...CLAIM, key: 'other', created_at: 4 }))
  expect(await keys(store)).toEqual(['key', 'key', 'other'])
  await store.transact((tx) => releaseIdempotency(tx, { ...CLAIM, key: 'other' }))
  expect(await keys(store)).toEqual(['key', 'key'])
})

test('a later decision counts once it is recorded', async ({ store }) => {
  await put(store, {
    idempotency: [
      { key: 'before', created_at: 4, decision_id: 'd' },
      { key: 'same time', created_at: 5, decision_id: 'e' },
      { key: 'not recorded', created_at: 6 },
      { patient_id: 'q', created_at: 6, decision_id: 'f' },
    ],
  })
  const since = () => store.read((db) => hasDecidedSince(db, CLAIM))
  expect(await since()).toBe(false)
  await put(store, { idempotency: [{ key: 'later', created_at: 6, decision_id: 'g' }] })
  expect(await since()).toBe(true)
})

test('dead claims are freed in slices', async ({ store }) => {
  await put(store, {
    idempotency: [
      { key: 'dead', created_at: 4 },
      { key: 'dead too', created_at: 4 },
      { key: 'recorded', created_at: 4, decision_id: 'd' },
      { key: 'alive', created_at: 5 },
    ],
  })
  const free = () => store.transact((tx) => releaseDeadClaims(tx, 5, 1))
  expect([await free(), await free(), await free()]).toEqual([true, true, false])
  expect(await keys(store)).toEqual(['alive', 'recorded'])
})

/** Decisions of one person, numbered as given; the rest is of no matter here. */
const decide = (store: Store, ...decisions: Partial<DecisionRow>[]) => {
  const numbered = decisions.map((one, i) => ({ subject: 's', ordinal: i + 1, ...one }))
  return put(store, {
    decision: numbered.map((one) => {
      const id = `${one.subject} ${one.ordinal}`
      return { id, receipt_number: id, ...one }
    }),
    decision_database: numbered.flatMap(({ subject, ordinal, scope_databases = null }) =>
      (scope_databases?.split(',') ?? []).map((database_id) => ({ subject, ordinal, database_id })),
    ),
  })
}
const ALL = { scope_database: null, scope_purpose: null, scope_databases: null } as const
const IN_A = { scope_database: 'a', scope_purpose: null, scope_databases: null } as const
const FOR_RESEARCH = { scope_database: 'a', scope_purpose: 'research', scope_databases: null } as const
const ANYWHERE = { ...ALL, scope_purpose: 'research' } as const
const A_AND_B = { scope_database: '*', scope_purpose: null, scope_databases: 'a,b' } as const

test('the newest decision stands, of a scope and of any', async ({ store }) => {
  await decide(store, ALL, { ...ALL, choice: 'allow', recorded_at: 7 }, IN_A, {
    subject: 'other',
    ordinal: 9,
  })
  const newest = (scope: Parameters<typeof newestDecision>[2]) =>
    store.read((db) => newestDecision(db, 's', scope))
  expect(await newest(ALL)).toEqual({ subject: 's', ordinal: 2, choice: 'allow', ...ALL, recorded_at: 7 })
  expect((await newest(IN_A))?.ordinal).toBe(3)
  expect((await newest('any'))?.ordinal).toBe(3)
  expect(await newest(FOR_RESEARCH)).toBeNull()
})

test('the newest decision of each group covers a linkage', async ({ store }) => {
  await put(store, {
    linkage: [
      { id: 'l', subject: 's' },
      { id: 'm', subject: 'other' },
      { id: 'n', subject: 'nobody' },
    ],
  })
  const elsewhere = { scope_database: '*', scope_databases: 'b,c' }
  const others = [{ scope_database: 'b' }, { ...FOR_RESEARCH, scope_purpose: 'industry' as const }, elsewhere]
  await decide(store, ALL, IN_A, ALL, FOR_RESEARCH, ANYWHERE, A_AND_B, A_AND_B, ...others)
  await decide(store, { subject: 'other', ...ALL, choice: 'allow' })
  const covering = (...ids: string[]) => store.read((db) => newestCovering(db, ids, pair('a')))
  const found = await covering('l', 'm', 'n')
  expect(found.get('l')?.map(({ ordinal }) => ordinal)).toEqual([3, 5, 2, 4, 7])
  expect(found.get('m')).toEqual([{ subject: 'other', ordinal: 1, choice: 'allow', ...ALL, recorded_at: 0 }])
  expect(found.get('n')).toEqual([])
  expect(await covering()).toEqual(new Map())
})

test('decisions about several databases are one group for each of them', () => {
  expect(groupOf(A_AND_B, 'b')).toEqual({ among: 'b' })
  expect(groupOf(IN_A, 'a')).toEqual(IN_A)
})

test('of decisions about several databases those with this one may be known', async ({ store }) => {
  await decide(store, A_AND_B, ALL, { ...A_AND_B, scope_databases: 'b,c' }, A_AND_B)
  await decide(store, { ...A_AND_B, subject: 'other', ordinal: 9 })
  const known = (among: string, before: number, upTo: number) =>
    store.read((db) =>
      newestKnown(db, {
        subject: 's',
        group: { among },
        upTo,
        singly: [],
        until: { stop: -1, allow: -1 },
        before,
      }),
    )
  const said = { subject: 's', choice: 'stop', scope_database: '*', scope_purpose: null, recorded_at: 0 }
  expect(await known('a', 99, 99)).toEqual({ ...said, scope_databases: 'a,b', ordinal: 4 })
  expect(await known('a', 4, 99)).toMatchObject({ ordinal: 1 })
  expect(await known('b', 99, 3)).toMatchObject({ ordinal: 3 })
  expect(await known('d', 99, 99)).toBeNull()
})

test('of the decisions that may be known the newest counts', async ({ store }) => {
  await decide(
    store,
    { ...ALL, recorded_at: 10 },
    { ...ALL, choice: 'allow', recorded_at: 20 },
    { ...ALL, recorded_at: 30 },
    { ...ALL, choice: 'allow', recorded_at: 40 },
    { ...IN_A, recorded_at: 0 },
  )
  type Known = { upTo?: number; singly?: number[]; until?: { stop: number; allow: number }; before?: number }
  const known = async (
    { upTo = 0, singly = [], until = { stop: 0, allow: 0 }, before = 99 }: Known,
    group: Group = ALL,
  ) =>
    (await store.read((db) => newestKnown(db, { subject: 's', group, upTo, singly, until, before })))?.ordinal
  expect(await known({})).toBeUndefined()
  expect(await known({ upTo: 2 })).toBe(2)
  expect(await known({ upTo: 1, singly: [3] })).toBe(3)
  expect(await known({ until: { stop: 30, allow: 39 } })).toBe(3)
  expect(await known({ until: { stop: 29, allow: 0 } })).toBe(1)
  expect(await known({ until: { stop: 99, allow: 40 } })).toBe(4)
  expect(await known({ until: { stop: 99, allow: 99 }, before: 4 })).toBe(3)
  expect(await known({ upTo: 9 }, IN_A)).toBe(5)
  expect(await known({ upTo: 9 }, FOR_RESEARCH)).toBeUndefined()
})
