import { Hono } from 'hono'
import { AppliedBody, HEAD_CLAIM, PollBody } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import { bearer } from '../../http/bearer.ts'
import type { Env } from '../../http/env.ts'
import { atMost, bodyOf } from '../../http/guard.ts'
import { ownStream } from '../../http/holder.ts'
import { json } from '../../http/validate.ts'
import { ProblemError } from '../../problem.ts'
import {
  ackEvent,
  headAt,
  headOf,
  insertMark,
  markMatch,
  receivedThrough,
  unackedEvents,
} from '../../store/feeds.ts'
import type { StreamRow } from '../../store/schema.ts'
import { ackVerification, verificationsOf } from '../../store/streams.ts'

const LONG_POLL_MS = 25_000
const MOST_EVENTS = 1000

/** Poll-based delivery (RFC 8936) and the holder's word that it acts on what it received. */
export function createPollRoutes(deps: Deps) {
  const { store, chance, feedSignal, log } = deps
  const allow = bearer(deps)

  /** RFC 8936 §2.2: `ack` and `setErrs` both end the delivery of a SET; an unknown jti is no error. */
  async function settle(stream: StreamRow, body: PollBody): Promise<void> {
    const errors = Object.entries(body.setErrs ?? {}).map(([jti, { err }]) => ({ jti, error: err }))
    const settled = [...(body.ack ?? []).map((jti) => ({ jti, error: null })), ...errors]
    if (settled.length === 0) return
    if (errors.length > 0)
      log.warn({ stream: stream.id, errors: errors.length }, 'holder could not use events')
    const at = chance.now().getTime()
    await store.transact(async (tx) => {
      for (const { jti, error } of settled) {
        await ackEvent(tx, stream.database_id, jti, at, error)
        await ackVerification(tx, stream.id, jti)
      }
      const through_seq = await receivedThrough(tx, stream.database_id)
      await insertMark(tx, { database_id: stream.database_id, kind: 'received', through_seq, at })
    })
  }

  /** The next SETs; one more than asked for is looked at, to know whether more are there. */
  const next = (stream: StreamRow, limit: number) =>
    store.read(async (db) => {
      const head = await headOf(db, stream.database_id)
      const verifications = await verificationsOf(db, stream.id)
      const events = await unackedEvents(db, stream.database_id, limit + 1)
      const all = [...verifications, ...events]
      return {
        sets: Object.fromEntries(all.slice(0, limit).map(({ jti, set }) => [jti, set])),
        moreAvailable: all.length > limit,
        [HEAD_CLAIM]: head,
      }
    })

  return new Hono<Env>()
    .post(
      '/ssf/streams/:id/poll',
      allow('ssf.read'),
      atMost(4 * 1024 * 1024),
      bodyOf('application/json'),
      json(PollBody),
      async (c) => {
        const body = c.req.valid('json')
        const stream = await ownStream(c, deps, c.req.param('id'))
        await settle(stream, body)
        const limit = Math.min(body.maxEvents ?? MOST_EVENTS, MOST_EVENTS)
        const gone = new AbortController()
        // Waiting begins before the first look: what is published in between still wakes this poll.
        const news = feedSignal.wait(
          stream.database_id,
          LONG_POLL_MS,
          AbortSignal.any([gone.signal, c.req.raw.signal]),
        )
        let answer = await next(stream, limit)
        if (limit > 0 && Object.keys(answer.sets).length === 0 && !body.returnImmediately) {
          await news
          answer = await next(stream, limit)
        }
        gone.abort()
        return c.json(answer, 200, { 'Cache-Control': 'no-store' })
      },
    )
    .post(
      '/ssf/streams/:id/applied',
      allow('ssf.read'),
      atMost(64 * 1024),
      bodyOf('application/json'),
      json(AppliedBody),
      async (c) => {
        const { through_seq, revoked_count, revoked_digest } = c.req.valid('json')
        const { database_id } = await ownStream(c, deps, c.req.param('id'))
        const at = chance.now().getTime()
        const answer = await store.transact(async (tx) => {
          if (through_seq > (await headOf(tx, database_id)).seq) throw new ProblemError('beyond-head')
          const head = await headAt(tx, database_id, through_seq)
          const match =
            (revoked_count ?? head.revoked_count) === head.revoked_count &&
            (revoked_digest ?? head.revoked_digest) === head.revoked_digest
          await markMatch(tx, database_id, match, at)
          // A holder whose set differs from ours has not applied what it says: no patient is shown 停止済み for it.
          if (match) await insertMark(tx, { database_id, kind: 'applied', through_seq, at })
          return { match, revoked_count: head.revoked_count, revoked_digest: head.revoked_digest }
        })
        if (!answer.match) log.warn({ database: database_id, through_seq }, 'holder digest differs')
        return c.json(answer)
      },
    )
}
