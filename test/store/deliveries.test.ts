import { expect } from 'vitest'
import {
  AHEAD,
  acknowledge,
  deliveryErrors,
  eventsAfter,
  eventsBetween,
  hasAcksAhead,
  insertDeliveryErrors,
} from '../../api/store/feeds/deliveries.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

/** Events 1 to `count` of database a, and the first of b. */
const published = (store: Store, count: number) =>
  put(store, {
    event: [
      ...Array.from({ length: count }, (_, i) => ({ seq: i + 1, jti: `a${i + 1}`, token: `t${i + 1}` })),
      { database_id: 'b', seq: 1, jti: 'b1', token: 'other' },
    ],
  })

const ack = (store: Store, cursor: number, ...jtis: string[]) =>
  store.transact((tx) => acknowledge(tx, 'a', cursor, jtis))
const ahead = async (store: Store) => (await rowsOf(store, 'ack')).map(({ seq }) => seq).sort()

test('events between two numbers are those of one feed, both ends included, in order', async ({ store }) => {
  await published(store, 5)
  const events = await store.read((db) => eventsBetween(db, 'a', 2, 4))
  expect(events.map(({ seq, jti }) => [seq, jti])).toEqual([
    [2, 'a2'],
    [3, 'a3'],
    [4, 'a4'],
  ])
})

test('events after the cursor omit what was acknowledged ahead of it in this feed', async ({ store }) => {
  await published(store, 5)
  await put(store, { ack: [{ seq: 3 }, { database_id: 'b', seq: 4 }] })
  const after = async (cursor: number, limit: number) =>
    (await store.read((db) => eventsAfter(db, 'a', cursor, limit))).map(({ seq }) => seq)
  expect(await after(0, 10)).toEqual([1, 2, 4, 5])
  expect(await after(1, 2)).toEqual([2, 4])
})

test('an acknowledgement moves the cursor to the first gap, in whatever order they come', async ({
  store,
}) => {
  await published(store, 5)
  await put(store, { ack: [{ database_id: 'b', seq: 1 }] })
  const isAhead = () => store.read((db) => hasAcksAhead(db, 'a'))
  expect(await isAhead()).toBe(false)
  expect(await ack(store, 0, 'a3', 'a5')).toBe(0)
  expect([await isAhead(), await ahead(store)]).toEqual([true, [1, 3, 5]])
  expect(await ack(store, 0, 'a3'), 'again').toBe(0)
  expect(await ack(store, 0, 'a1')).toBe(1)
  expect(await ack(store, 1, 'a2')).toBe(3)
  expect(await ahead(store), 'those that the cursor has passed are dropped; b keeps its own').toEqual([1, 5])
  expect(await ack(store, 3, 'a4')).toBe(5)
  expect(await ahead(store)).toEqual([1])
})

test('what is unknown, of another feed or behind the cursor acknowledges nothing', async ({ store }) => {
  await published(store, 3)
  expect(await ack(store, 2, 'nothing', 'b1', 'a1', 'a2')).toBe(2)
  expect(await ahead(store)).toEqual([])
})

test('what lies too far ahead of the cursor is not remembered', async ({ store }) => {
  await put(store, {
    event: [
      { seq: AHEAD + 1, jti: 'farthest', token: 'one' },
      { seq: AHEAD + 2, jti: 'beyond', token: 'other' },
    ],
  })
  expect(await ack(store, 1, 'farthest', 'beyond')).toBe(1)
  expect(await ahead(store)).toEqual([AHEAD + 1])
})

test('an error counts once for each event of the feed, and again when it changes', async ({ store }) => {
  await published(store, 2)
  await put(store, { delivery_error: [{ database_id: 'b', jti: 'b1' }] })
  const report = (at: number, ...errors: [jti: string, err: string][]) =>
    store.transact((tx) =>
      insertDeliveryErrors(
        tx,
        'a',
        errors.map(([jti, err]) => ({ jti, err })),
        at,
      ),
    )
  expect(await report(1, ['nothing', 'x'], ['b1', 'x'])).toBe(0)
  expect(await report(1, ['a1', 'x'], ['a2', 'x'])).toBe(2)
  expect(await report(2, ['a1', 'x'], ['a2', 'y'])).toBe(1)
  expect(await store.read((db) => deliveryErrors(db, 'a'))).toBe(2)
  expect(await store.read((db) => deliveryErrors(db, 'c'))).toBe(0)
  const errors = (await rowsOf(store, 'delivery_error')).filter(({ database_id }) => database_id === 'a')
  expect(errors.map(({ jti, err, at }) => [jti, err, at]).sort()).toEqual([
    ['a1', 'x', 1],
    ['a2', 'y', 2],
  ])
})
