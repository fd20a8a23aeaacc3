import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A passkey's own name, whether its making by recovery is still news, and which passkey a session was signed in with. */
export const passkeyNames: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw('alter table passkey add column name text').execute(db)
    await sql.raw('alter table passkey add column unannounced integer not null default 0').execute(db)
    await sql.raw('alter table session add column passkey_id text').execute(db)
  },
}
