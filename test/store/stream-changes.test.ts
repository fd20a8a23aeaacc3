import { decodeJwt } from 'jose'
import { describe, expect, vi } from 'vitest'
import { HEAD_CLAIM, STREAM_UPDATED } from '../../api/contract/holder.ts'
import { createStreamEvents } from '../../api/feed/stream-events.ts'
import { createWakeUps } from '../../api/feed/wake-ups.ts'
import { createStreams } from '../../api/services/streams.ts'
import type { StreamRow } from '../../api/store/feeds/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { createParts } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

function open(store: Store) {
  const parts = createParts(store)
  const wakeUps = createWakeUps()
  const notify = vi.spyOn(wakeUps, 'notify')
  const streamEvents = createStreamEvents({ ...parts, wakeUps })
  return { parts, notify, streams: createStreams({ ...parts, streamEvents, wakeUps }) }
}
/** A stored stream, beside one of another database. */
async function stored(store: Store, change: Partial<StreamRow> = {}): Promise<StreamRow> {
  await put(store, { stream: [change, { id: 'other', database_id: 'b' }] })
  return current(store)
}
const current = async (store: Store, id = 'stream') =>
  (await rowsOf(store, 'stream')).find((row) => row.id === id) ?? expect.fail('no stream')

describe('a stream', () => {
  test('is opened from the start of its feed, one for each database', async ({ store }) => {
    const { parts, streams } = open(store)
    const chosen = { description: 'ours', events_requested: '["e"]' }
    const stream = await streams.open('a', chosen)
    expect(stream).toEqual({
      id: expect.any(String),
      database_id: 'a',
      ...chosen,
      status: 'enabled',
      status_reason: null,
      cursor: 0,
      created_at: parts.now(),
      noticed_at: parts.now(),
    })
    expect(await rowsOf(store, 'stream')).toEqual([stream])
    const nothing = { description: null, events_requested: null }
    await expect(streams.open('a', nothing)).rejects.toMatchObject({ code: 'stream-exists' })
    expect(await rowsOf(store, 'stream')).toEqual([stream])
    await streams.open('b', nothing)
    expect(await rowsOf(store, 'stream')).toHaveLength(2)
  })

  test('is changed as its holder chooses, or not at all', async ({ store }) => {
    const { streams } = open(store)
    const stream = await stored(store, { description: 'before', events_requested: '[]' })
    expect(await streams.change(stream, {})).toEqual(stream)
    expect(await streams.change(stream, { description: 'after' })).toEqual({
      ...stream,
      description: 'after',
    })
    expect(await current(store)).toEqual({ ...stream, description: 'after' })
    expect(await current(store, 'other')).toMatchObject({ description: null })
  })

  test('is closed with its acknowledgements; its polls end', async ({ store }) => {
    const { streams, notify } = open(store)
    const stream = await stored(store)
    await put(store, { ack: [{ seq: 5 }, { database_id: 'b', seq: 5 }] })
    await streams.close(stream)
    expect((await rowsOf(store, 'stream')).map(({ id }) => id)).toEqual(['other'])
    expect(await rowsOf(store, 'ack')).toEqual([{ database_id: 'b', seq: 5 }])
    expect(notify.mock.calls).toEqual([['a']])
  })
})

describe('the status of a stream', () => {
  test.for([
    ['enabled', 'paused', 'repairs'],
    ['paused', 'disabled', null],
    ['paused', 'enabled', null],
  ] as const)(
    'changes from %s to %s where the stream is, and its holder is told',
    async ([from, to, reason], { store }) => {
      const { parts, streams, notify } = open(store)
      const stream = await stored(store, { status: from, cursor: 2, status_reason: 'before' })
      await put(store, { feed: [{ seq: 7 }], ack: [{ seq: 5 }] })
      expect(await streams.setStatus(stream, to, reason)).toEqual({
        ...stream,
        status: to,
        status_reason: reason,
      })
      expect(await current(store)).toEqual({
        ...stream,
        status: to,
        status_reason: reason,
        noticed_at: parts.now(),
      })
      expect(await rowsOf(store, 'ack')).toHaveLength(1)
      const [told, ...more] = await rowsOf(store, 'notice')
      const { events } = decodeJwt<{ events: Record<string, object> }>(told?.set ?? '')
      const { [HEAD_CLAIM]: head, ...said } = { [HEAD_CLAIM]: null, ...events[STREAM_UPDATED] }
      expect(said).toEqual(reason === null ? { status: to } : { status: to, reason })
      expect(head).toMatchObject({ seq: 7 })
      expect([told?.stream_id, more, notify.mock.calls]).toEqual(['stream', [], [['a']]])
    },
  )

  test('that was disabled continues at the head: what was published meanwhile is dropped', async ({
    store,
  }) => {
    const { streams } = open(store)
    const stream = await stored(store, { status: 'disabled', cursor: 2 })
    await put(store, { feed: [{ seq: 7 }, { database_id: 'b', seq: 9 }], ack: [{ seq: 5 }] })
    await streams.setStatus(stream, 'enabled', null)
    expect(await current(store)).toMatchObject({ status: 'enabled', cursor: 7 })
    expect(await rowsOf(store, 'ack')).toEqual([])
  })
})
