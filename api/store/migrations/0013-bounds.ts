import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Indexes for bounds: the sessions of a person, and expired rows. */
const INDEXES = [
  'session_of_patient on session (patient_id)',
  'session_expires on session (expires_at)',
  'challenge_expires on challenge (expires_at)',
  'proofing_expires on proofing (expires_at)',
  'assertion_expires on assertion (expires_at)',
]

export const bounds: Migration = {
  async up(db: Kysely<unknown>) {
    for (const index of INDEXES) await sql.raw(`create index ${index}`).execute(db)
  },
}
