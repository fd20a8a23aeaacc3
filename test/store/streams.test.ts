import { expect } from 'vitest'
import {
  ackStreamEvents,
  claimHeartbeat,
  deleteStream,
  insertStream,
  insertStreamEvent,
  newsOfFeeds,
  rewindStream,
  silentStreams,
  streamEventsOf,
  streamsOf,
  updateStream,
} from '../../api/store/feeds/streams.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

/** A stream of each of these databases, named like it, made one after the other. */
const open = (store: Store, ...databases: string[]) =>
  put(store, { stream: databases.map((id, created_at) => ({ id, database_id: id, created_at })) })
const find = async (store: Store, id: string) =>
  (await rowsOf(store, 'stream')).find((stream) => stream.id === id) ?? expect.fail('no stream')

test('streams are those of the databases named, the oldest first', async ({ store }) => {
  await open(store, 'b', 'a', 'c')
  const ids = async (...databases: string[]) =>
    (await store.read((db) => streamsOf(db, databases))).map(({ id }) => id)
  expect([await ids(), await ids('a', 'b')]).toEqual([[], ['b', 'a']])
})

test('a database has one stream', async ({ store }) => {
  await open(store, 'a')
  const { database_id: _, ...stream } = await find(store, 'a')
  const insert = (id: string, database_id: string) =>
    store.transact((tx) => insertStream(tx, { ...stream, id, database_id }))
  expect([await insert('other', 'a'), await insert('b', 'b')]).toEqual([false, true])
  expect((await rowsOf(store, 'stream')).map(({ id }) => id).sort()).toEqual(['a', 'b'])
})

test('news of a feed change with its stream, its stream events and its head', async ({ store }) => {
  await open(store, 'a', 'b')
  await put(store, { feed: [{ seq: 3 }] })
  const news = await store.read(newsOfFeeds)
  expect(news.toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual([
    { database_id: 'a', id: 'a', status: 'enabled', noticed_at: 0, seq: 3 },
    { database_id: 'b', id: 'b', status: 'enabled', noticed_at: 0, seq: null },
  ])
})

test('a stream is changed, rewound and ended, and no other one', async ({ store }) => {
  await open(store, 'a', 'b')
  await put(store, { ack: [{ seq: 5 }, { seq: 5, database_id: 'b' }] })
  await store.transact((tx) => updateStream(tx, 'a', { status: 'paused' }))
  await store.transact(async (tx) => rewindStream(tx, await find(store, 'a'), 4))
  expect(await find(store, 'a')).toMatchObject({ status: 'paused', cursor: 4 })
  expect(await find(store, 'b')).toMatchObject({ status: 'enabled', cursor: 0 })
  const acks = async () => (await rowsOf(store, 'ack')).map(({ database_id }) => database_id)
  expect(await acks()).toEqual(['b'])
  await put(store, { ack: [{ seq: 6 }] })
  await store.transact(async (tx) => deleteStream(tx, await find(store, 'a')))
  expect([await acks(), (await rowsOf(store, 'stream')).map(({ id }) => id)]).toEqual([['b'], ['b']])
})

test('a stream is silent when it is enabled, and its newest event was fetched and is old or in the future', async ({
  store,
}) => {
  const stream = (id: string, change: object) => ({ id, database_id: id, ...change })
  await put(store, {
    stream: [
      stream('old', { noticed_at: 9 }),
      stream('ahead', { noticed_at: 21 }),
      stream('from', { noticed_at: 10 }),
      stream('to', { noticed_at: 20 }),
      stream('paused', { status: 'paused' }),
      stream('not fetched', {}),
    ],
    notice: [{ stream_id: 'not fetched' }],
  })
  const silent = await store.read((db) => silentStreams(db, { from: 10, to: 20 }))
  expect(silent.map(({ id }) => id).sort()).toEqual(['ahead', 'old'])
})

test('one publisher claims a heartbeat', async ({ store }) => {
  await open(store, 'a', 'b')
  const stream = await find(store, 'a')
  const claim = (now: number) => store.transact((tx) => claimHeartbeat(tx, stream, now))
  expect([await claim(5), await claim(6)]).toEqual([true, false])
  expect([await find(store, 'a'), await find(store, 'b')]).toMatchObject([
    { noticed_at: 5 },
    { noticed_at: 0 },
  ])
})

test('stream events wait in order until they are acknowledged', async ({ store }) => {
  await open(store, 'a', 'b')
  const insert = (jti: string, stream_id: string, created_at: number) =>
    store.transact((tx) => insertStreamEvent(tx, { jti, stream_id, set: `set of ${jti}`, created_at }))
  await insert('late', 'a', 8)
  await insert('early', 'a', 7)
  await insert('other', 'b', 9)
  const jtis = async (id: string) => (await store.read((db) => streamEventsOf(db, id))).map(({ jti }) => jti)
  expect([await jtis('a'), await jtis('b')]).toEqual([['early', 'late'], ['other']])
  expect(await find(store, 'b')).toMatchObject({ noticed_at: 9 })
  await store.transact((tx) => ackStreamEvents(tx, 'a', ['early', 'other']))
  expect([await jtis('a'), await jtis('b')]).toEqual([['late'], ['other']])
})
