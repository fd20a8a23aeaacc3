import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a removed passkey verified with, so that its holder can be told that it was removed, and nobody else. */
export const removedKeys: Migration = {
  async up(db: Kysely<unknown>) {
    for (const column of ['public_key text', 'transports text', 'backup_eligible integer'])
      await sql.raw(`alter table removed_passkey add column ${column}`).execute(db)
  },
}
