import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LIST_FULL } from '../../api/domain/status-list.ts'
import { openSqlite } from '../../api/store/engine/sqlite.ts'
import { assignIndexes, findList, listsOf, openIndexes } from '../../api/store/feeds/status-lists.ts'
import type { Store } from '../../api/store/store.ts'

const OF = { database_id: 'a', purpose: 'research' } as const
/** Draws only come from this many indexes, and the first of them are taken. */
const DRAWN = 512
const TAKEN = 500
const folder = mkdtempSync(join(tmpdir(), 'erabu-places-'))
let store: Store

beforeAll(async () => {
  store = await openSqlite(folder)
  const linkage = {
    ...OF,
    id: 'l',
    subject: 's',
    generation: 1,
    told: 1,
    notified_on: null,
    removed_at: null,
  }
  const tokens = Array.from({ length: TAKEN }, (_, idx) => ({
    ...OF,
    token: `t${idx}`,
    linkage_id: 'l',
    generation: idx,
    list: 1,
    idx,
    state: 'revoked' as const,
    listed: 'revoked' as const,
    usable_from: null,
    changed_at: 0,
    change_no: 1,
  }))
  await store.transact(async (tx) => {
    await tx
      .insertInto('linkage')
      .values({ ...linkage, registered_at: 0, precision: 'id5' })
      .execute()
    await tx.insertInto('token').values(tokens).execute()
    const list = { ...OF, list: 1, change_no: 1, built_no: 0, reserved: 0, signed_at: null }
    await tx
      .insertInto('status_list')
      .values({ ...list, assigned: LIST_FULL - 3 })
      .execute()
  })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

test('a list with only hidden tokens is known to nobody until one is told', async () => {
  const of = { database_id: 'hidden', purpose: 'research' } as const
  const known = () => store.read((db) => listsOf(db, 'hidden'))
  const place = await store.transact((tx) =>
    assignIndexes(tx, { ...of, count: 1, hidden: true }, (n) => n >> 1),
  )
  expect([place.length, await known()]).toEqual([1, []])
  expect(await store.read((db) => findList(db, { ...of, list: 1 }))).toBeNull()
  await store.transact((tx) => openIndexes(tx, 'hidden', [{ purpose: 'research', list: 1 }]))
  expect(await known()).toEqual([{ ...of, list: 1 }])
})

test('indexes of hidden tokens do not fill a list', async () => {
  let draws = 0
  const of = { ...OF, count: 2, hidden: true }
  const places = await store.transact((tx) => assignIndexes(tx, of, () => 1000 + draws++))
  expect(places.map(({ list, change_no }) => [list, change_no])).toEqual([
    [1, 1],
    [1, 1],
  ])
})

test('the last free indexes of a list are found among many taken ones, and then the next list is opened', async () => {
  let draws = 0
  const places = await store.transact((tx) => assignIndexes(tx, { ...OF, count: 5 }, () => draws++ % DRAWN))
  expect(places.map(({ list }) => list)).toEqual([1, 1, 1, 2, 2])
  const last = places.slice(0, 3).map(({ idx }) => idx)
  expect(new Set(last).size).toBe(3)
  for (const idx of last) expect(idx).toBeGreaterThanOrEqual(TAKEN)
  const rows = await store.read((db) =>
    db
      .selectFrom('status_list')
      .select(['list', 'assigned', 'reserved'])
      .where('database_id', '=', 'a')
      .orderBy('list')
      .execute(),
  )
  expect(rows).toEqual([
    { list: 1, assigned: LIST_FULL, reserved: 2 },
    { list: 2, assigned: 2, reserved: 0 },
  ])
})
