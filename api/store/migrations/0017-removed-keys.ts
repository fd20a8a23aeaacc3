import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Keeps the public key of a removed passkey, so that only its holder is told of the removal. */
export const removedKeys: Migration = {
  async up(db: Kysely<unknown>) {
    for (const column of ['public_key text', 'transports text', 'backup_eligible integer'])
      await sql.raw(`alter table removed_passkey add column ${column}`).execute(db)
  },
}
