import { expect } from 'vitest'
import { ensureFeed, headAt, headOf } from '../../api/store/feeds/heads.ts'
import {
  mismatchSince,
  noteMatch,
  noteProgress,
  overdue,
  progressOf,
  progressThrough,
  rewindProgress,
} from '../../api/store/feeds/progress.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const through = (store: Store, kind: 'received' | 'applied', database = 'a') =>
  store.read((db) => progressThrough(db, database, kind))
const marks = async (store: Store, kind: 'received' | 'applied') =>
  (await rowsOf(store, 'mark'))
    .filter((mark) => mark.kind === kind && mark.database_id === 'a')
    .map(({ through_seq, at }) => [through_seq, at])

test('the head of a feed is empty until something is published, and is kept as of each event', async ({
  store,
}) => {
  const head = () => store.read((db) => headOf(db, 'a'))
  const empty = { seq: 0, revoked_count: 0, revoked_digest: 'A'.repeat(43) }
  expect(await head()).toEqual(empty)
  await store.transact((tx) => ensureFeed(tx, 'a'))
  expect(await head()).toEqual(empty)
  expect(await rowsOf(store, 'feed')).toMatchObject([{ mismatch_since: null, round_at: null }])
  await store.transact((tx) => tx.updateTable('feed').set({ seq: 7 }).execute())
  await store.transact((tx) => ensureFeed(tx, 'a'))
  expect(await head(), 'a feed that is there stays').toMatchObject({ seq: 7 })
  await put(store, { event: [{ seq: 1 }, { seq: 2, jti: 'k', token: 'u', revoked_count: 2 }] })
  expect(await store.read((db) => headAt(db, 'a', 2))).toEqual({
    seq: 2,
    revoked_count: 2,
    revoked_digest: 'digest',
  })
  expect(await store.read((db) => headAt(db, 'a', 3))).toEqual(empty)
})

test('progress only moves forward, for each feed and kind by itself', async ({ store }) => {
  const note = (through_seq: number, at: number, kind: 'received' | 'applied' = 'received') =>
    store.transact((tx) => noteProgress(tx, { database_id: 'a', kind, through_seq, at }))
  expect(await through(store, 'received')).toBe(0)
  await note(3, 10)
  await note(2, 20)
  await note(3, 30)
  await note(5, 40)
  expect([await through(store, 'received'), await through(store, 'applied')]).toEqual([5, 0])
  expect(await through(store, 'received', 'b')).toBe(0)
  expect(await marks(store, 'received')).toEqual([
    [3, 10],
    [5, 40],
  ])
})

test('progress that is rewound keeps the time of what remains', async ({ store }) => {
  const kinds = ['received', 'applied'] as const
  const mark = kinds.flatMap((kind) =>
    [2, 4, 6].map((through_seq) => ({ kind, through_seq, at: through_seq * 10 })),
  )
  await put(store, { mark: [...mark, { database_id: 'b', through_seq: 6 }] })
  const rewind = (after: number) => store.transact((tx) => rewindProgress(tx, 'a', after))
  await rewind(3)
  for (const kind of kinds)
    expect(await marks(store, kind)).toEqual([
      [2, 20],
      [3, 40],
    ])
  await rewind(2)
  expect(await marks(store, 'applied')).toEqual([[2, 20]])
  await rewind(5)
  expect(await marks(store, 'applied'), 'beyond what was applied').toEqual([[2, 20]])
  await rewind(0)
  expect(await marks(store, 'received')).toEqual([])
  expect(await through(store, 'applied', 'b')).toBe(6)
})

test('a change is overdue when it was recorded before the time and not applied', async ({ store }) => {
  const count = (before: number) => store.read((db) => overdue(db, 'a', before))
  expect(await count(100)).toBe(0)
  await put(store, {
    event: [10, 20, 30].map((recorded_at, i) => ({ seq: i + 1, jti: `j${i}`, token: `t${i}`, recorded_at })),
    mark: [{ through_seq: 1 }, { kind: 'received', through_seq: 3 }, { database_id: 'b', through_seq: 3 }],
  })
  expect([await count(100), await count(30), await count(20)]).toEqual([2, 1, 0])
})

test('a disagreement keeps its start; its end drops what was said to be applied', async ({ store }) => {
  await put(store, {
    feed: [{}, { database_id: 'b' }],
    mark: [{}, { kind: 'received' }, { database_id: 'b' }],
  })
  const note = (match: boolean, now: number) => store.transact((tx) => noteMatch(tx, 'a', match, now))
  const since = () => store.read((db) => mismatchSince(db, 'a'))
  expect([await note(true, 1), await since()]).toEqual([false, null])
  expect([await note(false, 2), await since()]).toEqual([true, 2])
  expect([await note(false, 3), await since()]).toEqual([false, 2])
  expect(await through(store, 'applied')).toBe(1)
  expect([await note(true, 4), await since()]).toEqual([true, null])
  expect([await through(store, 'applied'), await through(store, 'received')]).toEqual([0, 1])
  expect(await through(store, 'applied', 'b')).toBe(1)
  expect(await store.read((db) => mismatchSince(db, 'b'))).toBeNull()
  expect(await store.read((db) => mismatchSince(db, 'nobody'))).toBeNull()
})

test('a change is followed from its pool to its application', async ({ store }) => {
  const of = () => store.read((db) => progressOf(db, 't', 'revoke'))
  await put(store, { outbox: [{ token: 'other' }, { id: 'create', kind: 'create' }], feed: [{}] })
  expect(await of()).toBeNull()
  const none = { published_at: null, received_at: null, applied_at: null }
  await put(store, { outbox: [{ id: 'stop', recorded_at: 5, deadline: 9 }] })
  expect(await of()).toEqual({ ...none, recorded_at: 5, deadline: 9 })
  await store.transact((tx) => tx.deleteFrom('outbox').execute())
  await put(store, { event: [{ seq: 2, recorded_at: 5, published_at: 8 }], mark: [{ at: 1 }] })
  expect(await of()).toEqual({ ...none, recorded_at: 5, deadline: null, published_at: 8 })
  await put(store, {
    mark: [
      { kind: 'received', through_seq: 3, at: 12 },
      { kind: 'received', through_seq: 2, at: 11 },
      { through_seq: 2, at: 13 },
    ],
  })
  expect(await of()).toMatchObject({ received_at: 11, applied_at: 13 })
  await store.transact((tx) => noteMatch(tx, 'a', false, 14))
  expect(await of(), 'while the sets differ').toMatchObject({ received_at: 11, applied_at: null })
})
