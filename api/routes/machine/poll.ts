import { Hono } from 'hono'
import { bearer } from '../../auth/bearer.ts'
import { ownStream } from '../../auth/holder.ts'
import { HEAD_CLAIM, type Head, PollBody, STATUS_CLAIM } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import { pollPadding } from '../../domain/padding.ts'
import { createAnswers } from '../../http/answer.ts'
import { departure } from '../../http/body/body.ts'
import { largeJson } from '../../http/body/large-json.ts'
import { createSingleFile } from '../../http/body/single-file.ts'
import type { Env } from '../../http/env.ts'
import { createGate } from '../../http/gate.ts'
import { ProblemError } from '../../problem.ts'
import { unlessUnwritable } from '../../store/errors.ts'
import { eventsAfter, hasAcksAhead } from '../../store/feeds/deliveries.ts'
import { headOf } from '../../store/feeds/heads.ts'
import type { StreamEventRow, StreamRow } from '../../store/feeds/rows.ts'
import { streamEventsOf, streamsOf } from '../../store/feeds/streams.ts'

const LONG_POLL_MS = 25_000
/** Polls that may wait for one database at a time: a holder needs one for each of its machines. */
const MOST_WAITING = 100
const MOST_EVENTS = 1000
/** Events read, or sent from memory, in one turn of the event loop. */
const READ_AT_ONCE = 250
/**
 * Ten thousand acknowledgements of our jtis take half of the bytes. So do a thousand errors with a sentence each,
 * which have three thousand members.
 */
const BODY = { most: 512 * 1024, members: 10_000 }
/** Large bodies of a client: one is processed, the others wait. */
const IN_LINE = 4
/** Concurrent polls of one stream, including those that wait. */
const MOST_AT_ONCE = 120

/** What is waiting for a poll of a stream. `state` changes whenever that changes. */
type Waiting = {
  head: Head
  streamEvents: StreamEventRow[]
  scattered: boolean
  state: string
  some: boolean
}

/** `parts`: the members of `sets`; `status` is that of the stream. */
type Answer = {
  parts: Buffer<ArrayBuffer>[]
  count: number
  more: boolean
  head: Head
  status: StreamRow['status']
}

const HEADERS = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
const OPENING_BYTES = Buffer.from('{"sets":{')

/**
 * The members after `sets` (RFC 8936 §2.3): `moreAvailable`, the head of the feed, and the status of a stream that is
 * not enabled, whose head cannot be reached by polling.
 */
function closing({ more, head, status }: Answer): string {
  const added = { [HEAD_CLAIM]: head, ...(status === 'enabled' ? {} : { [STATUS_CLAIM]: status }) }
  return `},"moreAvailable":${more},${JSON.stringify(added).slice(1)}`
}

/** Poll-based delivery (RFC 8936). */
export function createPollRoutes(deps: Deps) {
  const { store, epoch, clock, config, wakeUps, feedPages, progress, redelivery, turns } = deps
  const allow = bearer(deps, false)
  const { whole, inParts } = createAnswers(config.origin)
  const line = createSingleFile(IN_LINE)
  const polls = createGate(MOST_AT_ONCE)

  async function look({ id, database_id, cursor, status }: StreamRow): Promise<Waiting> {
    const seen = await store.memo(`next ${id}`, async (db) => ({
      head: { ...(await headOf(db, database_id)), ...epoch },
      streamEvents: await streamEventsOf(db, id),
      scattered: await hasAcksAhead(db, database_id),
    }))
    const { head, streamEvents } = seen
    return {
      ...seen,
      state: `${cursor} ${head.seq} ${streamEvents.at(-1)?.jti}`,
      some: streamEvents.length > 0 || (status === 'enabled' && head.seq > cursor),
    }
  }

  /** At most `limit` unacknowledged events, read slice by slice. */
  async function unacknowledged(database_id: string, cursor: number, limit: number) {
    const events: Awaited<ReturnType<typeof eventsAfter>> = []
    for (let asked = limit; asked > 0; asked = limit - events.length) {
      await turns.next()
      const slice = Math.min(asked, READ_AT_ONCE)
      const after = events.at(-1)?.seq ?? cursor
      const read = await store.read((db) => eventsAfter(db, database_id, after, slice))
      events.push(...read)
      if (read.length < slice) break
    }
    return events
  }

  /** The answer to a poll: members of `sets` as bytes, their count, and whether more wait behind them. */
  async function next(stream: StreamRow, limit: number): Promise<Answer> {
    const { database_id, cursor, status } = stream
    const { head, streamEvents, scattered } = await look(stream)
    // Paused holds and disabled drops: in both states no change goes out now.
    const open = status === 'enabled'
    const inOrder = streamEvents.length === 0 && !scattered
    // Each page takes its own turn of the event loop: decisions run between them, however many polls ask.
    if (open && inOrder && Math.min(limit, head.seq - cursor) > READ_AT_ONCE) await turns.next()
    if (open && inOrder) {
      const { parts, count } = await feedPages.page(database_id, cursor, limit, head.seq)
      return { parts, count, more: cursor + count < head.seq, head, status }
    }
    const events = open ? await unacknowledged(database_id, cursor, limit + 1) : []
    const all = [...streamEvents, ...events]
    const sets = Object.fromEntries(all.slice(0, limit).map(({ jti, set }) => [jti, set]))
    const parts = [Buffer.from(JSON.stringify(sets).slice(1, -1))]
    return { parts, count: Math.min(limit, all.length), more: all.length > limit, head, status }
  }

  /**
   * The answer to a long poll: at once when something waits that was not handed out a moment ago. Otherwise when it
   * is this poll's turn, at the next event, or after `LONG_POLL_MS`.
   */
  async function nextWithin(stream: StreamRow, limit: number, gone: AbortController): Promise<Answer> {
    const { id, database_id } = stream
    if (wakeUps.waiting(database_id) >= MOST_WAITING) throw new ProblemError('rate-limited')
    const { signal } = gone
    const until = clock.monotonic() + LONG_POLL_MS
    // Registered before the first look: what is published in between still wakes this poll.
    let heard = false
    const news = wakeUps.wait(database_id, LONG_POLL_MS, signal).then(() => {
      heard = true
    })
    let now = stream
    for (;;) {
      const { some, state } = await look(now)
      const left = until - clock.monotonic()
      const turn = some ? redelivery.turn(id, state, Math.max(left, 0), signal) : null
      const over = signal.aborted || wakeUps.closed() || left <= 0
      if (over || (some ? turn === null : heard)) break
      await Promise.race(heard ? [turn] : [news, turn ?? news])
      const [found] = await store.read((db) => streamsOf(db, [database_id]))
      if (found?.id !== id) throw new ProblemError('not-found')
      now = found
    }
    const answer = await next(now, limit)
    if (signal.aborted) redelivery.forget(id)
    gone.abort()
    return answer
  }

  return new Hono<Env>().post(
    '/ssf/streams/:id/poll',
    allow('ssf.read'),
    async (c, next) => {
      const { id } = await ownStream(c, deps, c.req.param('id'))
      const leave = polls.enter(id)
      await next().finally(leave)
    },
    largeJson(PollBody, BODY, { turns, line, sender: 'program' }),
    async (c) => {
      const body = c.req.valid('json')
      const own = await ownStream(c, deps, c.req.param('id'))
      // While the store cannot be written, polling continues, and acknowledged SETs are delivered again.
      const stream = (await progress.received(own, body).catch(unlessUnwritable)) ?? own
      c.get('settled')()
      const limit = Math.min(body.maxEvents ?? MOST_EVENTS, MOST_EVENTS)
      const wait = limit > 0 && !body.returnImmediately
      const answer = wait ? await nextWithin(stream, limit, departure(c)) : await next(stream, limit)
      const last = Buffer.from(closing(answer))
      const parts = [OPENING_BYTES, ...answer.parts, last]
      const end = pollPadding(parts.reduce((sum, { length }) => sum + length, 0))
      return answer.count === 0
        ? whole(200, HEADERS, Buffer.concat([...parts, end]))
        : inParts(c, HEADERS, [...parts, end])
    },
  )
}
