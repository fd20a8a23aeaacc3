import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Index to find standing decisions without reading every decision of a person. */
export const standing: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw('create index decision_scope on decision (subject, scope_database, scope_purpose, ordinal)')
      .execute(db)
  },
}
