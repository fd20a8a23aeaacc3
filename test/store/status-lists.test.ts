import { setImmediate as nextTurn } from 'node:timers/promises'
import { gunzipSync, inflateSync } from 'node:zlib'
import { expect } from 'vitest'
import { isSet, LIST_SIZE } from '../../api/domain/status-list.ts'
import { createStatusLists } from '../../api/feed/status-lists.ts'
import { dropSigned, findList } from '../../api/store/feeds/status-lists.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { createClock, MINUTE, SECOND } from '../support/clock.ts'

const KEY = { database_id: 'a', purpose: 'research', list: 1 } as const
/** Changed tokens that are read at a time. */
const PAGE = 4096

type Changed = { idx: number; listed: 'usable' | 'revoked' | 'waiting'; change_no: number }

/** Puts tokens into the list, and its row, as minting does. */
async function putTokens(store: Store, tokens: Changed[]): Promise<void> {
  const linkage = {
    id: 'l',
    subject: 's',
    database_id: 'a',
    purpose: 'research' as const,
    generation: 1,
    told: 1,
  }
  const token = { linkage_id: 'l', database_id: 'a', purpose: 'research' as const, list: 1, changed_at: 0 }
  const change_no = Math.max(...tokens.map((one) => one.change_no))
  await store.transact(async (tx) => {
    await tx
      .insertInto('linkage')
      .values({ ...linkage, notified_on: null, registered_at: 0, removed_at: null, precision: 'id5' })
      .execute()
    for (let from = 0; from < tokens.length; from += 500)
      await tx
        .insertInto('token')
        .values(
          tokens.slice(from, from + 500).map((one) => ({
            ...token,
            ...one,
            token: `t${one.idx}`,
            generation: one.idx,
            state: one.listed,
            usable_from: null,
            minted_by: null,
          })),
        )
        .execute()
    await tx
      .insertInto('status_list')
      .values({ ...KEY, change_no, built_no: 0, assigned: tokens.length, reserved: 0, signed_at: null })
      .execute()
  })
}

const usable = (...indexes: number[]): Changed[] =>
  indexes.map((idx) => ({ idx, listed: 'usable', change_no: 1 }))

/** Changes what the holder is told of tokens, as one change of the list. */
const change = (store: Store, indexes: number[], listed: 'usable' | 'revoked') =>
  store.transact(async (tx) => {
    const { change_no } = await tx
      .updateTable('status_list')
      .set((eb) => ({ change_no: eb('change_no', '+', 1) }))
      .returning('change_no')
      .executeTakeFirstOrThrow()
    for (let from = 0; from < indexes.length; from += 500)
      await tx
        .updateTable('token')
        .set({ listed, change_no })
        .where('idx', 'in', indexes.slice(from, from + 500))
        .execute()
  })

/** What one process makes of a store that may have gone back; `reads` counts what it asked, `lanes` what it wrote. */
function open(store: Store) {
  const clock = createClock()
  clock.hold()
  const at = { generation: 0, gone: null as string | null, reads: 0, lanes: [] as unknown[] }
  const epoch: { epoch?: string } = {}
  const lists = createStatusLists({
    store: {
      ...store,
      generation: () => at.generation,
      read(fn) {
        at.reads += 1
        return store.read(fn)
      },
      transact(fn, options) {
        at.lanes.push(options?.lane)
        return store.transact(fn, options)
      },
    },
    setback: { reason: () => at.gone },
    epoch,
    signer: { sign: (typ, payload) => JSON.stringify({ typ, ...payload }) },
    clock,
    config: { origin: 'https://erabu.example' },
  })
  const signed = async () => (await lists.signed(KEY)) ?? expect.fail('no list')
  const payload = async () => JSON.parse((await signed()).identity.body.toString())
  /** Which of these indexes are closed in the list that a reader gets. */
  async function closed(...indexes: number[]): Promise<number[]> {
    const bits = inflateSync(Buffer.from((await payload()).status_list.lst, 'base64url'))
    return indexes.filter((idx) => isSet(bits, idx))
  }
  return { lists, clock, at, epoch, signed, payload, closed }
}

const rowOf = async (store: Store) => (await store.read((db) => findList(db, KEY))) ?? expect.fail('no row')
const rebuild = async (store: Store, { lists }: ReturnType<typeof open>) => lists.build([await rowOf(store)])

test('an entry is open while its token is usable, wherever it lies; every other entry is closed', async ({
  store,
}) => {
  const ends = [0, LIST_SIZE / 64 - 1, LIST_SIZE / 64, LIST_SIZE - 1]
  const waiting: Changed = { idx: 7, listed: 'waiting', change_no: 1 }
  await putTokens(store, [...usable(...ends), waiting, { idx: 8, listed: 'revoked', change_no: 1 }])
  const { closed, payload, clock } = open(store)
  expect(await closed(...ends, 7, 8, 9)).toEqual([7, 8, 9])
  expect(await payload()).toMatchObject({
    typ: 'statuslist+jwt',
    sub: 'https://erabu.example/statuslists/a/research/1',
    iat: Math.floor(clock.now().getTime() / 1000),
    'urn:erabu:head': { seq: 0, revoked_count: 0 },
  })
})

test('a list that its holder does not know of is not there', async ({ store }) => {
  expect(await open(store).lists.signed(KEY)).toBeNull()
})

test('a list that was opened a moment ago is built at the first request, and stored', async ({ store }) => {
  await putTokens(store, usable(1))
  const { signed, clock } = open(store)
  const body = (await signed()).identity.body.toString()
  expect(await rowOf(store)).toMatchObject({ jwt: body, built_no: 1, signed_at: clock.now().getTime() })
})

test('the store is asked for a newer list once a second at most', async ({ store }) => {
  await putTokens(store, usable(1))
  const { signed, clock, at } = open(store)
  const first = await signed()
  at.reads = 0
  clock.advance(SECOND - 1)
  expect([await signed(), at.reads]).toEqual([first, 0])
  clock.advance(1)
  expect(await signed(), 'unchanged').toBe(first)
  expect(at.reads).toBe(1)
  clock.advance(SECOND - 1)
  await signed()
  expect(at.reads, 'asked a moment ago').toBe(1)
})

test('a list that another process has built is taken from the store', async ({ store }) => {
  await putTokens(store, usable(1, 2))
  const [one, other] = [open(store), open(store)]
  expect(await one.closed(1, 2)).toEqual([])
  await change(store, [1], 'revoked')
  await rebuild(store, other)
  expect(await one.closed(1, 2), 'within the second').toEqual([])
  one.clock.advance(SECOND)
  expect(await one.closed(1, 2)).toEqual([1])
  expect((await one.signed()).identity).toEqual((await other.signed()).identity)
})

test('a rebuild applies every change, however many there were, in either direction', async ({ store }) => {
  const most = Array.from({ length: PAGE - 1 }, (_, i) => i)
  const next = Array.from({ length: 10 }, (_, i) => PAGE + i)
  const last = [2 * PAGE]
  await putTokens(store, [
    ...usable(...most, ...next, ...last),
    { idx: 9000, listed: 'revoked', change_no: 1 },
  ])
  const process = open(store)
  expect(await process.closed(...most, ...next, ...last, 9000)).toEqual([9000])
  await change(store, most, 'revoked')
  await change(store, next, 'revoked')
  await change(store, last, 'revoked')
  await change(store, [9000], 'usable')
  await rebuild(store, process)
  expect(await process.closed(...most, ...next, ...last, 9000)).toEqual([...most, ...next, ...last])
})

test('a rebuild reads what has changed alone, and a list unknown to it whole', async ({ store }) => {
  await putTokens(store, usable(1, 2))
  const process = open(store)
  await process.signed()
  const row = await rowOf(store)
  process.at.reads = 0
  await process.lists.build([row])
  expect(process.at.reads, 'the head, and one page of changes').toBe(2)
  const fresh = open(store)
  await fresh.lists.build([await rowOf(store)])
  expect(fresh.at.reads, 'the head, and 64 stretches of the list').toBe(65)
  expect(fresh.at.lanes, 'behind the requests of people').toEqual(['later'])
})

test('the compressed form has the same content, a name of its own, and is made once', async ({ store }) => {
  await putTokens(store, usable(1))
  const { identity, gzip } = await open(store).signed()
  const body = await gzip.body()
  expect(gunzipSync(body).toString()).toBe(identity.body.toString())
  expect(await gzip.body()).toBe(body)
  expect(identity.etag).toMatch(/^"[\w-]{43}"$/)
  expect(gzip.etag).toBe(identity.etag.replace(/"$/, '-gzip"'))
})

test('of two processes that build at once the first stands for both', async ({ store }) => {
  await putTokens(store, usable(1))
  const [one, other] = [open(store), open(store)]
  other.clock.advance(MINUTE)
  const row = await rowOf(store)
  const [[first], [second]] = [await one.lists.build([row]), await other.lists.build([row])]
  expect(second?.identity).toEqual(first?.identity)
  expect(JSON.parse(String(first?.identity.body)).iat).toBe(Math.floor(one.clock.now().getTime() / 1000))
  await store.transact((tx) => dropSigned(tx, [KEY]))
  const [third] = await other.lists.build([row])
  expect(third?.identity, 'unless its signed form is gone').not.toEqual(first?.identity)
  await store.transact((tx) => tx.deleteFrom('status_list').execute())
  expect(await other.lists.build([row]), 'or the list itself').toHaveLength(1)
})

test('what was remembered is read anew once the store may have gone back', async ({ store }) => {
  await putTokens(store, usable(1, 2))
  const process = open(store)
  expect(await process.closed(1, 2)).toEqual([])
  // As an older copy would: without a new number.
  await store.transact((tx) =>
    tx.updateTable('token').set({ listed: 'revoked' }).where('idx', '=', 1).execute(),
  )
  await store.transact((tx) => dropSigned(tx, [KEY]))
  expect(await process.closed(1, 2)).toEqual([])
  process.at.generation = 1
  expect(await process.closed(1, 2)).toEqual([1])
  Object.assign(process.at, { generation: 2, reads: 0 })
  await process.lists.build([await rowOf(store)])
  expect(process.at.reads, 'by a publisher, too').toBe(65)
})

test('bits that were read while the store may have gone back are not kept', async ({ store }) => {
  await putTokens(store, usable(1))
  const process = open(store)
  const building = rebuild(store, process)
  while (process.at.reads < 10) await nextTurn()
  process.at.generation = 1
  expect(await process.lists.knownClosed()).toEqual([])
  await building
  process.at.reads = 0
  await rebuild(store, process)
  expect(process.at.reads).toBe(65)
})

test('in a store that has gone back, what memory knows to be closed stays closed, and nothing is stored', async ({
  store,
}) => {
  await putTokens(store, usable(1, 2, 3))
  await change(store, [1], 'revoked')
  const process = open(store)
  const stored = (await process.signed()).identity.body.toString()
  await change(store, [1], 'usable')
  await change(store, [2], 'revoked')
  Object.assign(process.at, { gone: 'event 1 is gone', generation: 1 })
  expect(await process.closed(1, 2, 3)).toEqual([1, 2])
  expect((await rowOf(store)).jwt).toBe(stored)
  expect(await process.lists.knownClosed()).toEqual(['t1'])

  await change(store, [3], 'revoked')
  process.clock.advance(2.5 * MINUTE - 1)
  expect(await process.closed(1, 2, 3), 'kept for half of its life with a holder').toEqual([1, 2])
  process.clock.advance(1)
  expect(await process.closed(1, 2, 3)).toEqual([1, 2, 3])

  expect(await process.lists.signed({ ...KEY, list: 2 })).toBeNull()
  const started = open(store)
  started.at.gone = 'event 1 is gone'
  expect(await started.closed(1, 2, 3), 'a process that remembers nothing').toEqual([2, 3])
  process.at.generation = 2
  expect(await process.closed(1, 2, 3), 'also when the store breaks off again').toEqual([1, 2, 3])
  expect(await process.lists.knownClosed()).toEqual(['t1'])
})

test('tokens that lists called closed are named, wherever their entries lie', async ({ store }) => {
  const ends = [0, LIST_SIZE / 64 - 1, LIST_SIZE / 64, LIST_SIZE - 1]
  await putTokens(store, usable(...ends, 5))
  await change(store, ends, 'revoked')
  const process = open(store)
  await process.signed()
  expect(await process.lists.knownClosed(), 'while nothing is lost').toEqual([])
  await change(store, ends, 'usable')
  Object.assign(process.at, { generation: 1, reads: 0 })
  expect((await process.lists.knownClosed()).sort()).toEqual(ends.map((idx) => `t${idx}`).sort())
  expect(process.at.reads).toBe(64)
})

test('memory of before an epoch says nothing about the store any more', async ({ store }) => {
  await putTokens(store, usable(1, 2))
  await change(store, [1], 'revoked')
  const process = open(store)
  await process.signed()
  process.at.generation = 1
  expect(await process.lists.knownClosed()).toEqual([])
  await change(store, [1], 'usable')
  expect(await process.lists.knownClosed()).toEqual(['t1'])
  process.epoch.epoch = 'next'
  process.at.generation = 2
  expect(await process.lists.knownClosed()).toEqual([])
  await rebuild(store, process)
  expect(await process.closed(1, 2)).toEqual([])
  expect(await process.payload()).toMatchObject({ 'urn:erabu:head': { epoch: 'next' } })
  await change(store, [2], 'revoked')
  await rebuild(store, process)
  await change(store, [2], 'usable')
  Object.assign(process.at, { gone: 'a change of a status list is gone', generation: 3 })
  expect(await process.closed(1, 2), 'a loss in the epoch').toEqual([2])
})

test('without a loss, what memory knew closes nothing', async ({ store }) => {
  await putTokens(store, usable(1))
  await change(store, [1], 'revoked')
  const process = open(store)
  await process.signed()
  process.at.generation = 1
  await change(store, [1], 'usable')
  await rebuild(store, process)
  expect(await process.closed(1)).toEqual([])
})
