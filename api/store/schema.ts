import type { Purpose } from '../contract/catalogue.ts'
import type { Listed, OutboxKind, TokenState } from '../contract/holder.ts'
import type { Choice, Device, ProofingStatus } from '../contract/patient.ts'
import type { AuditLink, ChainHead } from '../domain/audit.ts'

/** Times are milliseconds since the epoch; days are `YYYY-MM-DD` in Japan; hashes and keys are base64url. */
type Time = number

/** A person with an account. Only `subject`, HMAC(ID5), ties the account to a natural person. */
export type PatientRow = { id: string; subject: string; user_handle: string; created_at: Time }

export type PasskeyRow = {
  id: string
  patient_id: string
  public_key: string
  counter: number
  /** JSON array of transports. */
  transports: string
  backup_eligible: number
  backed_up: number
  aaguid: string
  created_at: Time
  last_used_at: Time
  /** The name that the person gave it. */
  name: string | null
  /** 1: recovery made it, or a passkey that recovery made. */
  unannounced: number
  /** Until when its holder knows what happened to the account's passkeys. */
  known_until: Time
}

/** A removed passkey. Its row stays, so that the removal can be seen. */
export type RemovedPasskeyRow = {
  id: string
  patient_id: string
  name: string | null
  created_at: Time
  removed_at: Time
  /** The passkey that had signed in where it was removed. */
  removed_by: string | null
  /** Its public key; null for one that was removed before this was kept. */
  public_key: string | null
  transports: string | null
  backup_eligible: number | null
}

export type SessionRow = {
  id: string
  /** SHA-256 of the cookie's value. */
  secret_hash: string
  patient_id: string | null
  /** The passkey that signed in. */
  passkey_id: string | null
  device: Device
  /** The person whom the portal identified, and when. */
  subject: string | null
  proofed_at: Time | null
  asserted_at: Time | null
  /** The registered kiosk at which this visit takes place. */
  kiosk_id: string | null
  /** Credential id of the staff's key, for a staff session. */
  staff_key: string | null
  last_seen_at: Time
  expires_at: Time
}

export type ChallengePurpose = 'register' | 'sign-in' | 'decide' | 'staff' | 'return'

export type ChallengeRow = {
  challenge: string
  session_id: string
  purpose: ChallengePurpose
  /** JSON, by purpose. */
  payload: string
  expires_at: Time
}

export type ProofingRow = {
  id: string
  session_id: string
  state_hash: string
  secret_hash: string
  /** JWE under the secret of the proofing cookie: PKCE verifier, nonce, later the portal's access token. */
  sealed: string
  status: 'started' | 'wrong-link' | Exclude<ProofingStatus, 'unavailable'>
  device: Device
  return_to: 'patient' | 'kiosk'
  /** The settings of the kiosk's screen. */
  view: string | null
  expires_at: Time
}

/** One linkage: database D has linked the records of subject S for purpose P. */
export type LinkageRow = {
  id: string
  subject: string
  database_id: string
  purpose: Purpose
  /** Generation of the current token, from 1. */
  generation: number
  /** Generation of the token that the holder knows; later ones are `hidden`. */
  told: number
  notified_on: string | null
  registered_at: Time
  /** When the holder said that it no longer links these records. */
  removed_at: Time | null
}

/** Every linkage token ever minted, with its index in a status list; rows are never deleted. */
export type TokenRow = {
  token: string
  linkage_id: string
  generation: number
  database_id: string
  purpose: Purpose
  list: number
  idx: number
  /** What is true, and what its person sees. */
  state: TokenState
  /** What its holder was told: lists and answers follow only this. */
  listed: Listed
  usable_from: string | null
  /** When `state` changed. */
  changed_at: Time
  /** `change_no` of its list when `listed` last changed: tells a rebuild what to read. */
  change_no: number
  /** The batch of linkages or the decision that minted it; null: older than the audit trail. */
  minted_by: string | null
}

export type DecisionRow = {
  id: string
  subject: string
  /** Order of a person's decisions, from 1. */
  ordinal: number
  choice: Choice
  scope_database: string | null
  scope_purpose: Purpose | null
  text: string
  locale: string
  device: Device
  recorded_at: Time
  /** JSON: what the passkey signed, and with which key. */
  evidence: string
  receipt_number: string
  receipt: string
}

/**
 * One use of an Idempotency-Key. `decision_id` is null until its decision is recorded. `payload`: the preview as
 * JSON; null once the decision is recorded. `claimer`: the process that claimed it. `key`: HMAC of the key that was
 * sent.
 */
export type IdempotencyRow = {
  patient_id: string
  key: string
  body_hash: string
  decision_id: string | null
  created_at: Time
  payload: string | null
  claimer: string | null
}

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
  /** Ordinal of the decision behind it, among those of its person; 0: not known. */
  ordinal: number
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
  /** Ordinal of the decision behind it, among those of its person; 0: not known. */
  ordinal: number
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

/** What a database was used for, as its holder reported it. */
export type UsageRow = {
  id: string
  database_id: string
  project_id: string
  title: string
  organisation: string
  purpose: Purpose
  /** First and last day of the use. */
  from_day: string
  to_day: string
  reported_at: Time
}

/** One upload of a report of use. `usage_id`: its report, once the upload was read completely. */
export type UsageUploadRow = {
  id: string
  database_id: string
  usage_id: string | null
  idempotency_key: string | null
  begun_at: Time
  completed_at: Time | null
}

/** An upload says that the records of this linkage were used. */
export type UploadLinkageRow = { upload_id: string; linkage_id: string }

/** Used client assertions: a `jti` is valid once. */
export type AssertionRow = { client_id: string; jti: string; expires_at: Time }

/** A person about whom something is stored: only a row to lock (`locks.ts`). */
export type PersonRow = { subject: string }

/** The newest command for a kiosk, and when the kiosk was last heard of. */
export type KioskRow = {
  id: string
  muted: number
  command: 'start' | 'end' | null
  /** Counts the commands, so that a kiosk obeys each once. */
  command_no: number
  command_at: Time
  seen_at: Time
}

/** Somebody at a kiosk asked for staff. */
export type KioskCallRow = {
  id: string
  kiosk_id: string
  called_at: Time
  taken_at: Time | null
  closed_at: Time | null
}

/** The length of a chain of the audit trail, and how much of it an anchor vouches for. */
export type AuditChainRow = ChainHead & { anchored: number }

/** A signed statement of where the chains stood, `ordinal` from 1. */
export type AuditAnchorRow = { ordinal: number; jws: string }

/** Decisions cover this database for this purpose, and the decisions that stood then were applied. */
export type CoveredRow = { database_id: string; purpose: Purpose }

/** An epoch begun by a restore; `first_list`: the number from which it opens status lists. */
export type EpochRow = { id: string; began_at: Time; first_list: number }

/** A token that was known to be closed when the store had gone back. */
export type KnownClosedRow = { token: string; noticed_at: Time }

/** The store has gone back: nothing is written until an epoch begins. `id` is 1. */
export type SetbackRow = { id: number; reason: string; noticed_at: Time }

/** The row that a probe writes to test whether the store can be written. */
export type WriteProbeRow = { id: number; at: Time }

export type Schema = {
  patient: PatientRow
  passkey: PasskeyRow
  removed_passkey: RemovedPasskeyRow
  session: SessionRow
  challenge: ChallengeRow
  proofing: ProofingRow
  linkage: LinkageRow
  token: TokenRow
  decision: DecisionRow
  idempotency: IdempotencyRow
  outbox: OutboxRow
  event: EventRow
  feed: FeedRow
  mark: ProgressRow
  stream: StreamRow
  notice: StreamEventRow
  ack: AckRow
  delivery_error: DeliveryErrorRow
  usage: UsageRow
  usage_upload: UsageUploadRow
  upload_linkage: UploadLinkageRow
  status_list: StatusListRow
  signed_list: SignedListRow
  assertion: AssertionRow
  person: PersonRow
  kiosk: KioskRow
  kiosk_call: KioskCallRow
  audit: AuditLink
  audit_chain: AuditChainRow
  audit_anchor: AuditAnchorRow
  epoch: EpochRow
  covered: CoveredRow
  setback: SetbackRow
  known_closed: KnownClosedRow
  write_probe: WriteProbeRow
}
