import { decodeJwt } from 'jose'
import type { Config } from '../config.ts'
import { STREAM_UPDATED } from '../contract/holder.ts'
import type { Clock } from '../domain/clock.ts'
import { streamEventPayload } from '../domain/feed.ts'
import type { Random } from '../domain/random.ts'
import type { Signer } from '../keys/signer.ts'
import { headOf } from '../store/feeds/heads.ts'
import type { StreamEventRow, StreamRow } from '../store/feeds/rows.ts'
import {
  ackStreamEvents,
  claimHeartbeat,
  insertStreamEvent,
  silentStreams,
  streamEventsOf,
} from '../store/feeds/streams.ts'
import { lockStream } from '../store/locks.ts'
import type { EpochSeen } from '../store/setback.ts'
import type { Store, Transactor } from '../store/store.ts'
import type { WakeUps } from './wake-ups.ts'

/** A stream that had no stream event for this long gets a heartbeat, so that a holder can tell silence from loss. */
const HEARTBEAT_MS = 5 * 60_000
/**
 * Clocks of other processes may run ahead by this much. A stream event of a later time was made before our clock was
 * set back.
 */
const AHEAD_MS = 60_000

/** At this many stream events that wait to be fetched, another verification is refused. */
const MOST_WAITING = 20

/**
 * SETs about the stream itself: verification, asked for or as a heartbeat, and changes of its status (SSF 1.0 §8.1).
 */
export function createStreamEvents({
  store,
  epoch,
  signer,
  clock,
  random,
  config,
  wakeUps,
}: {
  store: Store
  epoch: EpochSeen
  signer: Signer
  clock: Clock
  random: Random
  config: Config
  wakeUps: WakeUps
}) {
  /**
   * @param makeRoom drops waiting stream events where needed; false: there is no room. @returns whether it was
   *   queued.
   */
  async function queue(
    stream: StreamRow,
    event: Parameters<typeof streamEventPayload>[2],
    makeRoom: (tx: Transactor, waiting: StreamEventRow[]) => Promise<boolean> = async () => true,
  ): Promise<boolean> {
    const head = { ...(await store.read((db) => headOf(db, stream.database_id))), ...epoch }
    const jti = random.bytes(16).toString('base64url')
    const now = clock.now().getTime()
    const envelope = {
      issuer: config.origin,
      database: stream.database_id,
      jti,
      txn: random.bytes(16).toString('base64url'),
      tick: Math.floor(now / 1000),
    }
    const set = signer.sign('secevent+jwt', streamEventPayload(envelope, stream.id, event, head))
    const queued = await store.transact(async (tx) => {
      await lockStream(tx, stream.id)
      if (!(await makeRoom(tx, await streamEventsOf(tx, stream.id)))) return false
      await insertStreamEvent(tx, { jti, stream_id: stream.id, set, created_at: now })
      return true
    })
    if (queued) wakeUps.notify(stream.database_id)
    return queued
  }

  return {
    /** @returns false when `MOST_WAITING` stream events wait already. */
    verification: (stream: StreamRow, state?: string): Promise<boolean> =>
      queue(stream, { verification: state }, async (_tx, waiting) => waiting.length < MOST_WAITING),

    /** Only the newest status waits: an earlier status is of no use to the holder. */
    streamUpdated: (stream: StreamRow): Promise<boolean> =>
      queue(
        stream,
        { updated: { status: stream.status, reason: stream.status_reason } },
        async (tx, waiting) => {
          const earlier = waiting.filter(({ set }) => STREAM_UPDATED in Object(decodeJwt(set).events))
          await ackStreamEvents(
            tx,
            stream.id,
            earlier.map(({ jti }) => jti),
          )
          return true
        },
      ),

    /** Queues a heartbeat for every stream that has been silent for long. */
    async heartbeat(): Promise<void> {
      const now = clock.now().getTime()
      const fresh = { from: now - HEARTBEAT_MS, to: now + AHEAD_MS }
      for (const stream of await store.read((db) => silentStreams(db, fresh)))
        if (await store.transact((tx) => claimHeartbeat(tx, stream, now))) await queue(stream, {})
    },
  }
}

export type StreamEvents = ReturnType<typeof createStreamEvents>
