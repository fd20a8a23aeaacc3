import { expect } from 'vitest'
import {
  beginRound,
  databasesWaiting,
  deadlinesWaiting,
  hasTold,
  insertOutbox,
  lastRound,
  takeBackCreates,
  toldOf,
  waitingChanges,
} from '../../api/store/feeds/pools.ts'
import { test } from '../support/bare-store.ts'
import { linked, put, rowsOf } from '../support/rows.ts'

const NOW = { now: 100, farthest: 1000 }

test('no change is no statement', async ({ store }) => {
  await store.transact((tx) => insertOutbox(tx, []))
  expect(await store.read(databasesWaiting)).toEqual([])
})

test('a create that still waits is taken back; what goes with it stays', async ({ store }) => {
  await put(store, {
    ...linked({ token: 'new' }, { token: 'told' }, { token: 'other' }),
    outbox: [
      { id: '1', token: 'new', kind: 'create' },
      { id: '2', token: 'new', kind: 'revoke' },
      { id: '3', token: 'told', kind: 'revoke' },
      { id: '4', token: 'other', kind: 'create' },
    ],
  })
  const take = (...tokens: string[]) =>
    store.transact((tx) =>
      takeBackCreates(
        tx,
        tokens.map((token) => ({ id: `linkage of ${token}`, token })),
      ),
    )
  expect(await take()).toEqual(new Set())
  expect(await take('new', 'told')).toEqual(new Set(['new']))
  expect((await rowsOf(store, 'outbox')).map(({ id }) => id).sort()).toEqual(['2', '3', '4'])
})

test('a holder was told what was published to it, and what it read when it registered', async ({ store }) => {
  const again = { token: 'published again', linkage_id: 'linkage of published', generation: 2, idx: 9 }
  await put(
    store,
    linked(
      { token: 'published' },
      { token: 'read', listed: 'revoked' },
      { token: 'waits' },
      { token: 'elsewhere', database_id: 'b' },
    ),
  )
  await put(store, {
    token: [again],
    event: [
      { seq: 1, jti: '1', token: 'published', kind: 'create', ordinal: 4 },
      { seq: 2, jti: '2', token: 'published', kind: 'revoke', ordinal: 7 },
      { seq: 3, jti: '4', token: 'published again', kind: 'revoke', ordinal: 6 },
      { seq: 1, database_id: 'b', jti: '3', token: 'elsewhere', ordinal: 9 },
    ],
    outbox: [
      { id: '1', token: 'read', ordinal: 2 },
      { id: '3', token: 'read', kind: 'create', ordinal: 3 },
      { id: '2', token: 'waits', ordinal: 5 },
    ],
  })
  const subjects = ['published', 'read', 'waits', 'elsewhere'].map((token) => `subject of ${token}`)
  const told = await store.read((db) => toldOf(db, 'a', subjects))
  const of = (token: string) =>
    told
      .get(`subject of ${token}`)
      ?.map(({ linkage_id, ordinal }) => [linkage_id, ordinal])
      .sort()
  expect(of('published')).toEqual([
    ['linkage of published', 4],
    ['linkage of published', 7],
  ])
  expect(of('read')).toEqual([['linkage of read', 3]])
  expect([of('waits'), of('elsewhere')]).toEqual([[], []])
  expect(await store.read((db) => toldOf(db, 'a', []))).toEqual(new Map())
})

test('the earliest deadline counts of each person whose change may go out and was not told', async ({
  store,
}) => {
  await put(store, {
    ...linked({ token: 'one' }, { token: 'two', purpose: 'industry' }, { token: 'read', listed: 'revoked' }),
    outbox: [
      { id: 'a', token: 'one', kind: 'create', deadline: 300 },
      { id: 'b', token: 'one', not_before: 100, deadline: 200 },
      { id: 'c', token: 'two', not_before: 101, deadline: 50 },
      { id: 'd', token: 'read', deadline: 60 },
    ],
  })
  const deadlines = async (moment = NOW, limit = 10) =>
    (await store.read((db) => deadlinesWaiting(db, 'a', moment, limit))).map(({ deadline }) => deadline)
  expect(await deadlines()).toEqual([200])
  expect((await deadlines({ now: 101, farthest: 1000 })).sort()).toEqual([200, 50])
  expect(await deadlines({ now: 101, farthest: 1000 }, 1)).toHaveLength(1)
  expect((await deadlines({ now: 0, farthest: 100 })).sort(), 'a clock that was set back').toEqual([300, 50])
  expect(await store.read((db) => deadlinesWaiting(db, 'b', NOW, 10))).toEqual([])
})

test('whether something waits that was told at registration', async ({ store }) => {
  await put(store, {
    ...linked({ token: 'open' }, { token: 'read', listed: 'revoked' }),
    outbox: [
      { id: 'a', token: 'open' },
      { id: 'b', token: 'read', not_before: 101 },
    ],
  })
  const told = (database: string, now: number) =>
    store.read((db) => hasTold(db, database, { now, farthest: 1000 }))
  expect(await store.read(databasesWaiting)).toEqual(['a'])
  expect([await told('a', 100), await told('a', 101), await told('b', 101)]).toEqual([false, true, false])
})

test('a round begins once, from the time of the one before', async ({ store }) => {
  const last = () => store.read((db) => lastRound(db, 'a'))
  const begin = (from: number | null, now: number) => store.transact((tx) => beginRound(tx, 'a', from, now))
  await put(store, { feed: [{ database_id: 'b', round_at: 1 }] })
  expect(await last()).toBeNull()
  expect([await begin(null, 10), await last()]).toEqual([true, 10])
  expect([await begin(null, 11), await begin(9, 11), await last()]).toEqual([false, false, 10])
  expect([await begin(10, 20), await last()]).toEqual([true, 20])
  expect(await store.read((db) => lastRound(db, 'b'))).toBe(1)
})

test('changes of a linkage come in the order in which they happened, and with them what was told', async ({
  store,
}) => {
  await put(store, {
    linkage: [
      { id: 'l', subject: 'one', generation: 2, notified_on: '2026-01-01' },
      { id: 'm', subject: 'other' },
    ],
    token: [
      { token: 'old', linkage_id: 'l', idx: 1 },
      { token: 'new', linkage_id: 'l', generation: 2, idx: 2, listed: 'hidden' },
      { token: 'read', linkage_id: 'm', idx: 3, listed: 'revoked' },
    ],
    outbox: [
      { id: '1', token: 'new', kind: 'revoke' },
      { id: '2', token: 'new', kind: 'create', replaces: 'old' },
      { id: '3', token: 'old', kind: 'revoke' },
      { id: '4', token: 'read', kind: 'revoke' },
    ],
  })
  const waiting = (limit: number, onlyTold: boolean) =>
    store.read((db) => waitingChanges(db, 'a', NOW, { limit, onlyTold }))
  const all = await waiting(10, false)
  expect(all.map(({ id }) => id)).toEqual(['3', '4', '2', '1'])
  expect(all[2]).toMatchObject({
    linkage_id: 'l',
    generation: 2,
    purpose: 'research',
    list: 1,
    idx: 2,
    subject: 'one',
    notified_on: '2026-01-01',
    replaces: 'old',
    told: false,
  })
  expect(all[1]).toMatchObject({ told: true })
  expect((await waiting(10, true)).map(({ id }) => id)).toEqual(['4'])
  expect(await waiting(2, false)).toHaveLength(2)
  expect(await store.read((db) => waitingChanges(db, 'b', NOW, { limit: 9, onlyTold: false }))).toEqual([])
})
