import { expect } from 'vitest'
import { LIST_SIZE } from '../../api/domain/status-list.ts'
import {
  assignIndexes,
  builtNo,
  changeLists,
  dropSigned,
  findList,
  inListOrder,
  type ListKey,
  listsOf,
  listsToBuild,
  openIndexes,
  storeList,
} from '../../api/store/feeds/status-lists.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const KEY = { database_id: 'a', purpose: 'research', list: 1 } as const
const key = (database_id: string, purpose: 'research' | 'industry', list: number): ListKey => ({
  database_id,
  purpose,
  list,
})
const find = async (store: Store, { database_id, purpose, list }: ListKey = KEY) =>
  (await rowsOf(store, 'status_list')).find(
    (row) => row.database_id === database_id && row.purpose === purpose && row.list === list,
  )

test('a holder knows the lists in which an index was given out to it', async ({ store }) => {
  await put(store, {
    status_list: [
      { list: 2, built_no: 7 },
      { list: 1 },
      { purpose: 'industry' },
      { list: 3, assigned: 0, reserved: 4 },
      { database_id: 'b' },
    ],
    signed_list: [{ list: 2 }, { database_id: 'b', jwt: 'other' }],
  })
  expect(await store.read((db) => listsOf(db, 'a'))).toEqual([
    key('a', 'industry', 1),
    key('a', 'research', 1),
    key('a', 'research', 2),
  ])
  const found = (list: number) => store.read((db) => findList(db, { ...KEY, list }))
  expect([await found(2), await found(1), await found(3), await found(4)]).toMatchObject([
    { list: 2, built_no: 7, jwt: 'jwt' },
    { list: 1, jwt: null },
    null,
    null,
  ] as object[])
  const no = (list: number) => store.read((db) => builtNo(db, { ...KEY, list }))
  expect([await no(2), await no(4)]).toEqual([7, null])
})

test('a list is built that has changed, was never signed, grows old or was signed in the future', async ({
  store,
}) => {
  await put(store, {
    status_list: [
      { list: 1, signed_at: 10 },
      { list: 2, signed_at: 20 },
      { list: 3, signed_at: 9 },
      { list: 4, signed_at: 21 },
      { list: 5, signed_at: null },
      { list: 6, signed_at: 15, change_no: 2 },
      { list: 7, signed_at: null, assigned: 0 },
    ],
  })
  const lists = await store.read((db) => listsToBuild(db, { from: 10, to: 20 }))
  expect(lists.map(({ list }) => list).sort()).toEqual([3, 4, 5, 6])
})

test('a list is stored by the process that was first', async ({ store }) => {
  await put(store, {
    status_list: [{ change_no: 4, built_no: 2, signed_at: null }, { list: 2 }, { database_id: 'b' }],
  })
  const row = (await find(store)) ?? expect.fail('no list')
  const keep = (from: typeof row, jwt: string, signed_at: number) =>
    store.transact((tx) => storeList(tx, from, { jwt, signed_at }))
  expect(await keep({ ...row, built_no: 1 }, 'late', 5)).toBe(false)
  expect(await keep(row, 'first', 5)).toBe(true)
  expect(await keep(row, 'second', 6)).toBe(false)
  expect(await rowsOf(store, 'signed_list')).toEqual([{ ...KEY, jwt: 'first' }])
  const built = (await find(store)) ?? expect.fail('no list')
  expect(built).toMatchObject({ built_no: 4, signed_at: 5 })
  expect(await keep(built, 'next', 8)).toBe(true)
  expect(await rowsOf(store, 'signed_list')).toEqual([{ ...KEY, jwt: 'next' }])
  expect(await find(store, { ...KEY, list: 2 })).toMatchObject({ signed_at: 0 })
})

test('signed forms are dropped of the lists named, however often', async ({ store }) => {
  await put(store, { signed_list: [{}, { list: 2 }, { list: 3 }, { purpose: 'industry' }] })
  await store.transact((tx) => dropSigned(tx, [KEY, { ...KEY, list: 2 }, KEY]))
  const rest = (await rowsOf(store, 'signed_list')).map(({ purpose, list }) => [purpose, list])
  expect(rest.sort()).toEqual([
    ['industry', 1],
    ['research', 3],
  ])
})

test('lists change once, however often they are named, and are opened where there are none', async ({
  store,
}) => {
  await put(store, { status_list: [{ change_no: 5, assigned: 3 }] })
  const other = key('a', 'industry', 1)
  await store.transact((tx) => changeLists(tx, [KEY, other, KEY], 2))
  expect(await find(store)).toMatchObject({ change_no: 6, assigned: 5 })
  expect(await find(store, other)).toEqual({
    ...other,
    change_no: 1,
    built_no: 0,
    assigned: 2,
    reserved: 0,
    signed_at: null,
  })
})

test('indexes of hidden tokens are assigned when their holder is told', async ({ store }) => {
  await put(store, {
    status_list: [
      { assigned: 5, reserved: 3 },
      { list: 2, assigned: 0, reserved: 1 },
      { database_id: 'b', assigned: 5, reserved: 3 },
    ],
  })
  const told = (list: number) => ({ purpose: 'research' as const, list })
  await store.transact((tx) => openIndexes(tx, 'a', [told(1), told(2), told(1)]))
  expect(await find(store)).toMatchObject({ assigned: 7, reserved: 1 })
  expect(await find(store, { ...KEY, list: 2 })).toMatchObject({ assigned: 1, reserved: 0 })
  expect(await find(store, key('b', 'research', 1))).toMatchObject({ assigned: 5, reserved: 3 })
})

test('indexes come from the lists of the newest epoch', async ({ store }) => {
  const of = { database_id: 'a', purpose: 'research', count: 1 } as const
  let next = 0
  const assign = async () =>
    (await store.transact((tx) => assignIndexes(tx, of, () => next++))).map(({ list }) => list)
  expect(await assign()).toEqual([1])
  await put(store, { status_list: [{ list: 4 }], epoch: [{ first_list: 9 }, { id: 'f', first_list: 7 }] })
  expect([await assign(), await assign()]).toEqual([[9], [9]])
  expect(await find(store, { ...KEY, list: 9 })).toMatchObject({ assigned: 2, change_no: 3 })
})

test('hidden tokens come from the remainder of a list, and then from the next', async ({ store }) => {
  const assigned = LIST_SIZE - LIST_SIZE / 128 - 2
  await put(store, { status_list: [{ assigned }] })
  const of = { database_id: 'a', purpose: 'research', count: 3, hidden: true } as const
  let next = 0
  const places = await store.transact((tx) => assignIndexes(tx, of, () => next++ % LIST_SIZE))
  expect(places.map(({ list }) => list)).toEqual([1, 1, 2])
  expect([await find(store), await find(store, { ...KEY, list: 2 })]).toMatchObject([
    { assigned, reserved: 2 },
    { assigned: 0, reserved: 1 },
  ])
})

test('lists are locked by database, by purpose, and the newest last', () => {
  const ordered = [
    key('a', 'industry', 3),
    key('a', 'research', 1),
    key('a', 'research', 2),
    key('a', 'research', 10),
    key('b', 'industry', 1),
    key('b', 'research', 0),
  ]
  expect(inListOrder(ordered.toReversed())).toEqual(ordered)
  expect(inListOrder([3, 5, 1, 0, 4, 2].map((i) => ordered[i] as ListKey))).toEqual(ordered)
})
