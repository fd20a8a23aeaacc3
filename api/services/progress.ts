import type { Logger } from 'pino'
import type { AppliedBody, PollBody } from '../contract/holder.ts'
import type { Clock } from '../domain/clock.ts'
import type { Redelivery } from '../feed/redelivery.ts'
import type { WakeUps } from '../feed/wake-ups.ts'
import { ProblemError } from '../problem.ts'
import { acknowledge, insertDeliveryErrors } from '../store/feeds/deliveries.ts'
import { headAt, headOf } from '../store/feeds/heads.ts'
import { noteMatch, noteProgress, rewindProgress } from '../store/feeds/progress.ts'
import type { StreamRow } from '../store/feeds/rows.ts'
import { ackStreamEvents, rewindStream, updateStream } from '../store/feeds/streams.ts'
import { lockStream } from '../store/locks.ts'
import type { Store } from '../store/store.ts'
import type { Turns } from '../turns.ts'

/** Errors that a holder can report (RFC 8935 §2.4). Its free text is not kept: it could name a person. */
const ERRORS = [
  'invalid_request',
  'invalid_key',
  'invalid_issuer',
  'invalid_audience',
  'authentication_failed',
  'access_denied',
]
/** Acknowledgements and errors that are recorded in one transaction. */
const SETTLED_AT_ONCE = 250

/** How far the holder of a database has come: what it received, what it applied, and how it rewinds. */
export function createProgress({
  store,
  clock,
  redelivery,
  wakeUps,
  turns,
  log,
}: {
  store: Store
  clock: Clock
  redelivery: Redelivery
  wakeUps: WakeUps
  turns: Turns
  log: Logger
}) {
  /** RFC 8936 §2.2: `ack` and `setErrs` both end the delivery of a SET; an unknown jti is no error. */
  async function received(stream: StreamRow, { ack = [], setErrs = {} }: PollBody): Promise<StreamRow> {
    const errors = Object.keys(setErrs)
    // Deduplicated: PostgreSQL refuses a statement that writes a row twice.
    const jtis = [...new Set([...ack, ...errors])]
    let [now, unusable] = [stream, 0]
    for (let from = 0; from < jtis.length; from += SETTLED_AT_ONCE) {
      if (from > 0) await turns.next()
      const settled = await receivedSome(stream, jtis.slice(from, from + SETTLED_AT_ONCE), setErrs)
      now = settled.now
      unusable += settled.unusable
    }
    if (unusable > 0)
      log.warn({ database: stream.database_id, errors: unusable }, 'holder could not use events')
    return now
  }

  const receivedSome = (
    { id, database_id }: StreamRow,
    jtis: string[],
    setErrs: NonNullable<PollBody['setErrs']>,
  ): Promise<{ now: StreamRow; unusable: number }> => {
    const at = clock.now().getTime()
    return store.transact(
      async (tx) => {
        // The cursor is read here, under the lock: another poll or a rewind may have moved it since the stream was
        // looked up.
        const now = await lockStream(tx, id)
        if (!now) throw new ProblemError('not-found')
        const errors = jtis.flatMap((jti) => {
          const err = setErrs[jti]?.err
          return err === undefined ? [] : [{ jti, err: ERRORS.includes(err) ? err : 'other' }]
        })
        const unusable = errors.length > 0 ? await insertDeliveryErrors(tx, database_id, errors, at) : 0
        await ackStreamEvents(tx, id, jtis)
        const cursor = await acknowledge(tx, database_id, now.cursor, jtis)
        if (cursor > now.cursor) {
          await updateStream(tx, id, { cursor })
          await noteProgress(tx, { database_id, kind: 'received', through_seq: cursor, at })
        }
        return { now: { ...now, cursor }, unusable }
      },
      { lane: 'later' },
    )
  }

  return {
    received,

    /**
     * Records the holder's statement that it acts on everything up to `through_seq`, compared with our own count and
     * digest.
     * @throws ProblemError beyond-head
     */
    async applied(
      { id, database_id }: StreamRow,
      { through_seq, revoked_count, revoked_digest }: AppliedBody,
    ): Promise<{ match: boolean; revoked_count: number; revoked_digest: string }> {
      const at = clock.now().getTime()
      const answer = await store.transact(async (tx) => {
        await lockStream(tx, id)
        if (through_seq > (await headOf(tx, database_id)).seq) throw new ProblemError('beyond-head')
        const head = await headAt(tx, database_id, through_seq)
        const match =
          (revoked_count ?? head.revoked_count) === head.revoked_count &&
          (revoked_digest ?? head.revoked_digest) === head.revoked_digest
        const changed = await noteMatch(tx, database_id, match, at)
        // A holder whose set differs from ours has not applied what it says: no patient is shown 停止済み for it.
        if (match) await noteProgress(tx, { database_id, kind: 'applied', through_seq, at })
        const { revoked_count: count, revoked_digest: digest } = head
        return { changed, told: { match, revoked_count: count, revoked_digest: digest } }
      })
      // Logged once: a holder may say the same at every poll.
      if (answer.changed && !answer.told.match)
        log.warn({ database: database_id, through_seq }, 'holder digest differs')
      return answer.told
    },

    /**
     * Delivers everything after `after_seq` again: the holder restored an older state. @throws ProblemError
     * beyond-head
     */
    async rewind(stream: StreamRow, after_seq: number): Promise<void> {
      await store.transact(async (tx) => {
        await lockStream(tx, stream.id)
        if (after_seq > (await headOf(tx, stream.database_id)).seq) throw new ProblemError('beyond-head')
        await rewindStream(tx, stream, after_seq)
        await rewindProgress(tx, stream.database_id, after_seq)
      })
      redelivery.forget(stream.id)
      wakeUps.notify(stream.database_id)
    },
  }
}

export type Progress = ReturnType<typeof createProgress>
