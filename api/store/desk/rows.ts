import type { EntryState, ReturnReason } from '../../contract/desk/entries.ts'
import type { Time } from '../time.ts'

/** One of the staff of a desk, with an invitation or with a key. The row of a blocked key stays. */
export type DeskStaffRow = {
  id: string
  desk: string
  name: string
  /** SHA-256 of the invitation; null: it was used. */
  invite_hash: string | null
  invited_at: Time
  invite_until: Time
  user_handle: string
  /** Null until a key is registered, as are `public_key` and `transports`. */
  credential_id: string | null
  /** COSE key, base64url. */
  public_key: string | null
  /** JSON array. */
  transports: string | null
  counter: number
  registered_at: Time | null
  blocked_at: Time | null
}

/** A session at `/desk`. `staff_id` is null until a key has signed in. */
export type DeskSessionRow = {
  id: string
  /** SHA-256 of the cookie's value. */
  secret_hash: string
  staff_id: string | null
  last_seen_at: Time
  expires_at: Time
}

/**
 * A signed form that staff have entered. `id`: of the decision that it becomes. `entry` (JSON): what two of the staff
 * sign. `assertion` (JSON): the enterer's.
 */
export type DeskEntryRow = {
  id: string
  form: string
  version: string
  desk: string
  subject: string
  sealed_hash: string
  entry: string
  assertion: string
  /** Id of one of the staff, as `ended_by`. */
  entered_by: string
  entered_at: Time
  state: EntryState
  ended_by: string | null
  ended_at: Time | null
  reason: ReturnReason | null
}
