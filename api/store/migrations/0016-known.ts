import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Index to find the decisions that a holder may know behind those that it may not know yet. */
export const known: Migration = {
  async up(db: Kysely<unknown>) {
    const columns = 'subject, scope_database, scope_purpose, ordinal, choice, recorded_at'
    await sql.raw(`create index decision_known on decision (${columns})`).execute(db)
    await sql.raw('drop index decision_scope').execute(db)
  },
}
