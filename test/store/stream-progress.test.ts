import { describe, expect, vi } from 'vitest'
import { createWakeUps } from '../../api/feed/wake-ups.ts'
import { createProgress } from '../../api/services/progress.ts'
import type { StreamRow } from '../../api/store/feeds/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { createParts } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

/** A stream of database `a` with `count` events `e1`, `e2` …, of which `revoked` counts up. */
async function open(store: Store, count = 3, change: Partial<StreamRow> = {}) {
  const parts = createParts(store)
  await put(store, {
    stream: [change, { id: 'other', database_id: 'b' }],
    feed: [{ seq: count, revoked_count: count, revoked_digest: `digest ${count}` }],
    event: Array.from({ length: count }, (_, i) => ({
      seq: i + 1,
      jti: `e${i + 1}`,
      token: `t${i + 1}`,
      revoked_count: i + 1,
      revoked_digest: `digest ${i + 1}`,
    })),
  })
  const stream = (await rowsOf(store, 'stream')).find(({ id }) => id === 'stream') ?? expect.fail()
  const next = vi.fn(async () => {})
  const warn = vi.spyOn(parts.log, 'warn')
  const redelivery = { forget: vi.fn(), turn: () => null }
  const wakeUps = createWakeUps()
  const notify = vi.spyOn(wakeUps, 'notify')
  const lanes: unknown[] = []
  const watched: Store = {
    ...store,
    transact(fn, options) {
      lanes.push(options?.lane)
      return store.transact(fn, options)
    },
  }
  const progress = createProgress({ ...parts, store: watched, redelivery, wakeUps, turns: { next } })
  return { parts, stream, progress, next, warn, forget: redelivery.forget, notify, lanes }
}
const cursor = async (store: Store) =>
  (await rowsOf(store, 'stream')).find(({ id }) => id === 'stream')?.cursor
const marks = async (store: Store) =>
  (await rowsOf(store, 'mark')).map(({ kind, through_seq, at }) => [kind, through_seq, at])

describe('what a holder received', () => {
  test('moves the cursor as far as there is no gap, and is noted with its time', async ({ store }) => {
    const { parts, stream, progress, lanes } = await open(store)
    await put(store, { notice: [{ jti: 'n' }, { jti: 'kept' }] })
    expect(await progress.received(stream, { ack: ['e1', 'e3', 'n', 'unknown'] })).toEqual({
      ...stream,
      cursor: 1,
    })
    expect([await cursor(store), await marks(store)]).toEqual([1, [['received', 1, parts.now()]]])
    expect((await rowsOf(store, 'notice')).map(({ jti }) => jti)).toEqual(['kept'])
    expect(lanes, 'behind the requests of people').toEqual(['later'])
    parts.clock.advance(1)
    // The cursor of a stream that was looked up before counts for nothing.
    expect(await progress.received(stream, { ack: ['e2'] })).toMatchObject({ cursor: 3 })
    expect(await cursor(store)).toBe(3)
    expect(await marks(store)).toContainEqual(['received', 3, parts.now()])
  })

  test('is nothing where nothing is named, and is not noted twice', async ({ store }) => {
    const { stream, progress, lanes } = await open(store, 3, { cursor: 2 })
    expect(await progress.received(stream, {})).toBe(stream)
    expect(lanes).toEqual([])
    expect(await progress.received(stream, { ack: ['e1', 'e2'] })).toEqual(stream)
    expect([await cursor(store), await marks(store)]).toEqual([2, []])
  })

  test('counts also where it could not be used; why is kept as one of few codes', async ({ store }) => {
    const { parts, stream, progress, warn } = await open(store)
    const setErrs = {
      e1: { err: 'invalid_key', description: 'free text' },
      e2: { err: 'a name of somebody' },
      unknown: { err: 'invalid_key' },
    }
    expect(await progress.received(stream, { ack: ['e1'], setErrs })).toMatchObject({ cursor: 2 })
    const at = parts.now()
    expect((await rowsOf(store, 'delivery_error')).sort((a, b) => a.jti.localeCompare(b.jti))).toEqual([
      { database_id: 'a', jti: 'e1', err: 'invalid_key', at },
      { database_id: 'a', jti: 'e2', err: 'other', at },
    ])
    expect(warn.mock.calls).toEqual([[{ database: 'a', errors: 2 }, 'holder could not use events']])
    await progress.received(stream, { setErrs })
    expect(warn, 'said once').toHaveBeenCalledOnce()
  })

  test.for([
    'invalid_request',
    'invalid_key',
    'invalid_issuer',
    'invalid_audience',
    'authentication_failed',
    'access_denied',
  ])('may be unusable by %s', async (err, { store }) => {
    const { stream, progress } = await open(store)
    await progress.received(stream, { setErrs: { e2: { err } } })
    expect(await rowsOf(store, 'delivery_error')).toMatchObject([{ jti: 'e2', err }])
  })

  test('is settled in slices of 250, each in its turn', async ({ store }) => {
    const { stream, progress, next, lanes, warn } = await open(store, 501)
    const jtis = (count: number) => Array.from({ length: count }, (_, i) => `e${i + 1}`)
    expect(await progress.received(stream, { ack: [...jtis(250), ...jtis(10)] })).toMatchObject({
      cursor: 250,
    })
    expect([next.mock.calls.length, lanes.length]).toEqual([0, 1])
    const between: unknown[] = []
    next.mockImplementation(async () => {
      between.push(await cursor(store))
    })
    await store.transact((tx) => tx.updateTable('stream').set({ cursor: 0 }).execute())
    const setErrs = Object.fromEntries(jtis(501).map((jti) => [jti, { err: 'invalid_key' }]))
    expect(await progress.received(stream, { setErrs })).toMatchObject({ cursor: 501 })
    expect([between, lanes.length]).toEqual([[250, 500], 4])
    expect(warn.mock.calls.map(([said]) => said)).toEqual([{ database: 'a', errors: 501 }])
  })

  test('needs the stream', async ({ store }) => {
    const { stream, progress } = await open(store)
    const gone = { ...stream, id: 'gone' }
    await expect(progress.received(gone, { ack: ['e1'] })).rejects.toMatchObject({ code: 'not-found' })
    expect(await cursor(store)).toBe(0)
  })
})

describe('what a holder applied', () => {
  test('is noted up to where it says, and answered with our count and digest', async ({ store }) => {
    const { parts, stream, progress, warn } = await open(store)
    const told = { match: true, revoked_count: 2, revoked_digest: 'digest 2' }
    expect(await progress.applied(stream, { through_seq: 2 })).toEqual(told)
    expect(await marks(store)).toEqual([['applied', 2, parts.now()]])
    const same = { revoked_count: 2, revoked_digest: 'digest 2' }
    expect(await progress.applied(stream, { through_seq: 2, ...same })).toEqual(told)
    expect(await progress.applied(stream, { through_seq: 3 }), 'up to the head').toMatchObject({
      revoked_count: 3,
    })
    expect(warn).not.toHaveBeenCalled()
  })

  test.for([
    ['count', { revoked_count: 1 }],
    ['digest', { revoked_digest: 'digest 1' }],
    ['count, though the digest is ours', { revoked_count: 0, revoked_digest: 'digest 2' }],
  ] as const)('is not noted with another %s, and said once', async ([, wrong], { store }) => {
    const { parts, stream, progress, warn } = await open(store)
    const at = parts.now()
    const body = { through_seq: 2, ...wrong }
    const told = { match: false, revoked_count: 2, revoked_digest: 'digest 2' }
    expect(await progress.applied(stream, body)).toEqual(told)
    parts.clock.advance(1)
    expect(await progress.applied(stream, body)).toEqual(told)
    expect(await marks(store)).toEqual([])
    expect(await rowsOf(store, 'feed')).toMatchObject([{ mismatch_since: at }])
    expect(warn.mock.calls).toEqual([[{ database: 'a', through_seq: 2 }, 'holder digest differs']])
    await progress.applied(stream, { through_seq: 2 })
    expect(await rowsOf(store, 'feed')).toMatchObject([{ mismatch_since: null }])
    expect(warn, 'agreement is no warning').toHaveBeenCalledOnce()
  })

  test('cannot be more than was published', async ({ store }) => {
    const { stream, progress } = await open(store)
    await expect(progress.applied(stream, { through_seq: 4 })).rejects.toMatchObject({ code: 'beyond-head' })
    expect(await marks(store)).toEqual([])
  })
})

describe('a holder that restored an older state', () => {
  test('gets everything after it again, at once', async ({ store }) => {
    const { stream, progress, forget, notify } = await open(store, 3, { cursor: 3 })
    await put(store, { mark: [{ through_seq: 3, at: 5 }], ack: [{ seq: 5 }] })
    await progress.rewind(stream, 1)
    expect([await cursor(store), await marks(store)]).toEqual([1, [['applied', 1, 5]]])
    expect(await rowsOf(store, 'ack')).toEqual([])
    expect([forget.mock.calls, notify.mock.calls]).toEqual([[['stream']], [['a']]])
  })

  test('may go to the head, and no farther', async ({ store }) => {
    const { stream, progress, forget, notify } = await open(store)
    await expect(progress.rewind(stream, 4)).rejects.toMatchObject({ code: 'beyond-head' })
    expect([await cursor(store), forget.mock.calls, notify.mock.calls]).toEqual([0, [], []])
    await progress.rewind(stream, 3)
    expect(await cursor(store)).toBe(3)
  })
})
