import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Adds a passkey's own name, whether its recovery is still news, and the passkey that signed in a session. */
export const passkeyNames: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw('alter table passkey add column name text').execute(db)
    await sql.raw('alter table passkey add column unannounced integer not null default 0').execute(db)
    await sql.raw('alter table session add column passkey_id text').execute(db)
  },
}
