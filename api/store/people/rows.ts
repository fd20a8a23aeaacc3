import type { Precision } from '../../contract/identifiers.ts'
import type { Device, ProofingStatus } from '../../contract/patient.ts'
import type { HeardUntil } from '../records/rows.ts'
import type { Time } from '../time.ts'

/** A person with an account. Only `subject`, HMAC(ID5), ties the account to a natural person. */
export type PatientRow = {
  id: string
  subject: string
  user_handle: string
  created_at: Time
  /** 1: the portal last said that this person is below the age of deciding alone. */
  under_age: number
}

/** Something that happened to a person's account. */
export type AccountEventRow = {
  id: string
  subject: string
  kind: 'asked' | 'signed-in' | 'recovered' | 'counter-back'
  device: Device
  at: Time
  expires_at: Time
}

/**
 * A person in safe mode. 1: they chose it (`chosen`), the portal says that nothing of them is disclosed (`portal`).
 * Why, is not kept.
 */
export type SafePersonRow = { subject: string; chosen: number; portal: number }

/** A message that a person has read. `message`: its id. */
export type ReadMessageRow = { subject: string; message: string; read_at: Time; expires_at: Time }

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
  /** How many people the portal named for whom `subject` may act. */
  represents: number
  /** 1: the portal said that `subject` is below the age of deciding alone. */
  under_age: number
  /** JSON of `Acting`: for whom this session acts; null: for nobody. */
  acting: string | null
  last_seen_at: Time
  expires_at: Time
}

/** Those of a desk belong to sessions of its own. */
export type DeskPurpose = 'desk-register' | 'desk-sign-in' | 'desk-enter' | 'desk-confirm'

export type ChallengePurpose = 'register' | 'sign-in' | 'decide' | 'staff' | 'return' | DeskPurpose

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

/** A person with at least one device that gets pushes. */
export type PushPersonRow = {
  patient_id: string
  /** What happened up to here was looked at. */
  looked_until: Time
  /** Counts the looks that found news. */
  news: number
  /** When the next push goes out; null: none waits. */
  due_at: Time | null
  /** When a push was last claimed; 0: never. */
  sent_at: Time
}

/** A device that gets pushes. */
export type PushSubscriptionRow = {
  /** HMAC of its endpoint. */
  id: string
  patient_id: string
  /** The session that stored it last: signing out there removes it. */
  session_id: string
  /** The passkey of that session: without it the subscription ends. */
  passkey_id: string
  /** Endpoint and keys, encrypted under `push.key`. */
  sealed: string
  /** The `news` of its person that was sent to it last. */
  told: number
  /** Failures since then. */
  tries: number
  created_at: Time
}

/**
 * An identifier of a person, as HMAC. ID5 under the oldest key needs no row: there the subject is the alias itself.
 * `key_name`: of the key that made it.
 */
export type AliasRow = { alias: string; subject: string; scheme: Precision; key_name: string; since: Time }

/**
 * Two subjects that a source has named as one person. `same`: both identifiers belong to one person now · `apart`: one
 * was named as an earlier identifier of the other, so that they may be one person or two. Each pair has two rows.
 * `until`, `own_until`: how far decisions of `other` count for `subject`, once the two are no longer taken for one person.
 */
export type KinRow = { subject: string; other: string; reason: 'same' | 'apart'; since: Time } & HeardUntil
