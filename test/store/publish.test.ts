import { expect } from 'vitest'
import { headOf } from '../../api/store/feeds/heads.ts'
import { type Going, Overtaken, publish } from '../../api/store/feeds/publish.ts'
import type { EventRow } from '../../api/store/feeds/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

/** What two statements write. */
const MANY = 1000
const EMPTY = { seq: 0, revoked_count: 0, revoked_digest: 'A'.repeat(43) }

type Change = Pick<Going, 'token' | 'kind' | 'listed' | 'generation'> & { list?: number }

/** Linkages with these changes in the pool, each of its own unless it names one. */
const wait = (store: Store, changes: (Change & { linkage?: string })[]) =>
  put(store, {
    linkage: [...new Set(changes.map(({ token, linkage = token }) => linkage))].map((id) => ({
      id,
      subject: id,
    })),
    token: changes.map(({ token, linkage = token, generation, kind, list = 1 }, idx) => ({
      token,
      linkage_id: linkage,
      generation,
      idx,
      list,
      listed: kind === 'create' ? ('hidden' as const) : ('usable' as const),
    })),
    outbox: changes.map(({ token, kind }) => ({ id: `change of ${token}`, token, kind })),
  })

/** What a publisher prepares of these changes, from `seq` on. */
function prepared(changes: (Change & { linkage?: string })[], seq = 0) {
  const going = changes.map(
    ({ linkage, list = 1, ...change }): Going => ({
      ...change,
      id: `change of ${change.token}`,
      linkage_id: linkage ?? change.token,
      purpose: 'research',
      list,
    }),
  )
  const events = changes.map(
    ({ token, kind }, i): EventRow => ({
      database_id: 'a',
      seq: seq + i + 1,
      jti: `event of ${token}`,
      token,
      kind,
      recorded_at: 0,
      published_at: 0,
      ordinal: 0,
      decided_by: null,
      set: '',
      revoked_count: 0,
      revoked_digest: '',
    }),
  )
  return { going, events, to: { seq: seq + changes.length, revoked_count: 1, revoked_digest: 'next' } }
}

const commit = (store: Store, from: typeof EMPTY, { to, events, going }: ReturnType<typeof prepared>) =>
  store.transact((tx) => publish(tx, 'a', from, to, events, going))
const tokensOf = async (store: Store) =>
  new Map((await rowsOf(store, 'token')).map((one) => [one.token, one]))
const listsOf = async (store: Store) =>
  (await rowsOf(store, 'status_list')).toSorted((one, other) => one.list - other.list)

const revoke = (token: string): Change => ({ token, kind: 'revoke', listed: 'revoked', generation: 1 })

test('changes leave the pool as events, however many, and every list of the database is built again', async ({
  store,
}) => {
  const changes = Array.from({ length: MANY }, (_, i) => revoke(`t${i}`))
  await wait(store, changes)
  await put(store, {
    status_list: [{ change_no: 3 }, { list: 2, change_no: 5 }, { list: 3, assigned: 0, reserved: 1 }],
  })
  await commit(store, EMPTY, prepared(changes))
  expect(await rowsOf(store, 'outbox')).toEqual([])
  expect(await rowsOf(store, 'event')).toHaveLength(MANY)
  expect(await store.read((db) => headOf(db, 'a'))).toEqual({
    seq: MANY,
    revoked_count: 1,
    revoked_digest: 'next',
  })
  const tokens = await tokensOf(store)
  for (const token of ['t0', `t${MANY - 1}`])
    expect(tokens.get(token)).toMatchObject({ listed: 'revoked', change_no: 4 })
  expect((await listsOf(store)).map(({ change_no }) => change_no)).toEqual([4, 6, 1])
})

test('a holder that is told of new tokens knows their lists, their indexes and the newest generation', async ({
  store,
}) => {
  const create = (token: string, linkage: string, change: Partial<Change>) =>
    ({ token, linkage, kind: 'create', listed: 'usable', generation: 2, ...change }) as const
  const changes = [
    create('first', 'l', { generation: 2 }),
    create('second', 'l', { generation: 3, listed: 'waiting' }),
    create('other', 'm', { generation: 2, list: 2 }),
    { ...revoke('old'), linkage: 'n' },
  ]
  await wait(store, changes)
  await put(store, {
    status_list: [
      { assigned: 5, reserved: 4 },
      { list: 2, assigned: 0, reserved: 1 },
    ],
  })
  await commit(store, EMPTY, prepared(changes))
  const tokens = await tokensOf(store)
  expect(['first', 'second', 'other', 'old'].map((token) => tokens.get(token)?.listed)).toEqual([
    'usable',
    'waiting',
    'usable',
    'revoked',
  ])
  expect((await listsOf(store)).map(({ assigned, reserved }) => [assigned, reserved])).toEqual([
    [7, 2],
    [1, 0],
  ])
  const told = new Map((await rowsOf(store, 'linkage')).map(({ id, told }) => [id, told]))
  expect(told).toEqual(
    new Map([
      ['l', 3],
      ['m', 2],
      ['n', 1],
    ]),
  )
})

test('a change that no longer waits, or a head that has moved, publishes nothing', async ({ store }) => {
  const changes = [revoke('one'), revoke('other')]
  await wait(store, changes)
  await put(store, { status_list: [{}] })
  const before = prepared(changes)
  await store.transact((tx) => tx.deleteFrom('outbox').where('token', '=', 'one').execute())
  await expect(commit(store, EMPTY, before)).rejects.toThrow(Overtaken)
  expect(await rowsOf(store, 'outbox')).toHaveLength(1)

  await commit(store, EMPTY, prepared([revoke('other')]))
  await put(store, { outbox: [{ id: 'change of one', token: 'one' }] })
  await expect(commit(store, EMPTY, prepared([revoke('one')]))).rejects.toThrow(Overtaken)
  expect((await rowsOf(store, 'event')).map(({ token }) => token)).toEqual(['other'])
  await commit(store, { ...EMPTY, seq: 1 }, prepared([revoke('one')], 1))
  expect(await store.read((db) => headOf(db, 'a'))).toMatchObject({ seq: 2 })
})

test('a database publishes although its holder knows of no list', async ({ store }) => {
  await wait(store, [revoke('one')])
  await put(store, { status_list: [{ assigned: 0, reserved: 1 }] })
  await commit(store, EMPTY, prepared([revoke('one')]))
  expect((await listsOf(store)).map(({ change_no }) => change_no)).toEqual([1])
  expect(await rowsOf(store, 'event')).toHaveLength(1)
})
