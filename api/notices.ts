import type { Deps } from './deps.ts'
import { noticePayload } from './domain/feed.ts'
import { headOf } from './store/feeds.ts'
import type { StreamRow } from './store/schema.ts'
import { claimHeartbeat, insertNotice, silentStreams } from './store/streams.ts'

/** After this long without a notice a stream gets a heartbeat, so that a holder can tell silence from loss. */
const HEARTBEAT_MS = 5 * 60_000
/** Clocks of other processes may run ahead by this much; a notice of a later time is from before ours was set back. */
const AHEAD_MS = 60_000

/** SETs about a stream itself: verification, asked for or as a heartbeat, and changes of its status (SSF 1.0 §8.1). */
export function createNotices({ store, epoch, signer, chance, config, feedSignal }: Deps) {
  async function queue(stream: StreamRow, event: Parameters<typeof noticePayload>[2]): Promise<void> {
    const head = { ...(await store.read((db) => headOf(db, stream.database_id))), ...epoch }
    const jti = chance.bytes(16).toString('base64url')
    const now = chance.now().getTime()
    const envelope = {
      issuer: config.origin,
      database: stream.database_id,
      jti,
      txn: chance.bytes(16).toString('base64url'),
      tick: Math.floor(now / 1000),
    }
    const set = signer.sign('secevent+jwt', noticePayload(envelope, stream.id, event, head))
    await store.transact((tx) => insertNotice(tx, { jti, stream_id: stream.id, set, created_at: now }))
    feedSignal.notify(stream.database_id)
  }

  return {
    verification: (stream: StreamRow, state?: string) => queue(stream, { verification: state }),
    streamUpdated: (stream: StreamRow) =>
      queue(stream, { updated: { status: stream.status, reason: stream.status_reason } }),
    /** Gives a heartbeat to every stream that has been silent for long. */
    async heartbeat(): Promise<void> {
      const now = chance.now().getTime()
      const fresh = { from: now - HEARTBEAT_MS, to: now + AHEAD_MS }
      for (const stream of await store.read((db) => silentStreams(db, fresh)))
        if (await store.transact((tx) => claimHeartbeat(tx, stream, now))) await queue(stream, {})
    },
  }
}
