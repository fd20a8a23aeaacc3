import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What stands is found without reading every decision that somebody made. */
export const standing: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw('create index decision_scope on decision (subject, scope_database, scope_purpose, ordinal)')
      .execute(db)
  },
}
