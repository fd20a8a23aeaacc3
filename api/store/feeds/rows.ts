import type { Purpose } from '../../contract/catalogue.ts'
import type { OutboxKind } from '../../contract/holder.ts'
import type { Time } from '../time.ts'

/** A change that waits for its number, in the pool of its database (`domain/pool.ts`). */
export type OutboxRow = {
  id: string
  database_id: string
  token: string
  kind: OutboxKind
  /** Token that a `create` replaces. */
  replaces: string | null
  recorded_at: Time
  /** Before this time no round includes it. */
  not_before: Time
  /** From this time on it triggers a round. */
  deadline: Time
  /** Ordinal of the decision behind it, among those of whoever made it; 0: not known. */
  ordinal: number
  /** Who made that decision; null: the person of the linkage. */
  decided_by: string | null
}

/** A published change: `seq` is contiguous from 1 per database. */
export type EventRow = {
  database_id: string
  seq: number
  jti: string
  token: string
  kind: OutboxKind
  recorded_at: Time
  published_at: Time
  /** Ordinal of the decision behind it, among those of whoever made it; 0: not known. */
  ordinal: number
  /** Who made that decision; null: the person of the linkage. */
  decided_by: string | null
  /** Compact JWS, signed once. */
  set: string
  /** Head after this event. */
  revoked_count: number
  revoked_digest: string
}

/** An event acknowledged ahead of the stream's cursor. */
export type AckRow = { database_id: string; seq: number }

/** An error that a holder reported for an event (RFC 8936 setErrs). */
export type DeliveryErrorRow = {
  database_id: string
  jti: string
  err: string
  at: Time
}

/** Head of one database's feed. */
export type FeedRow = {
  database_id: string
  seq: number
  revoked_count: number
  revoked_digest: string
  /** Since when the holder's digest differs from ours; null: it matches, or was never reported. */
  mismatch_since: Time | null
  /** Time of the last round, even of one without changes; null: never. */
  round_at: Time | null
}

/** "Everything up to `through_seq`" was received or applied at a time. */
export type ProgressRow = { database_id: string; kind: 'received' | 'applied'; through_seq: number; at: Time }

export type StreamStatus = 'enabled' | 'paused' | 'disabled'

export type StreamRow = {
  id: string
  database_id: string
  description: string | null
  /** JSON array of event types, as the receiver requested them; null: it requested none. */
  events_requested: string | null
  status: StreamStatus
  status_reason: string | null
  /** Everything up to here was acknowledged. */
  cursor: number
  created_at: Time
  /** When the newest stream event was made: the heartbeat is due relative to it. */
  noticed_at: Time
}

/** A SET about the stream itself (verification, stream-updated) that waits to be polled. */
export type StreamEventRow = { jti: string; stream_id: string; set: string; created_at: Time }

/** One status list. It is rebuilt while `built_no` is behind `change_no`. */
export type StatusListRow = {
  database_id: string
  purpose: Purpose
  list: number
  change_no: number
  built_no: number
  /** Indexes given out to tokens that the holder knows; 0: the holder does not know of the list. */
  assigned: number
  /** Indexes given out to tokens that are `hidden`. */
  reserved: number
  signed_at: Time | null
}

/** The last signed form of a status list. */
export type SignedListRow = { database_id: string; purpose: Purpose; list: number; jwt: string }

/** A token that was known to be closed when the store had gone back. */
export type KnownClosedRow = { token: string; noticed_at: Time }
