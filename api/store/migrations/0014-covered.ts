import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Databases and purposes for which standing decisions were applied when the catalogue came to cover them. */
export const covered: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(
        'create table covered (database_id text not null, purpose text not null, primary key (database_id, purpose))',
      )
      .execute(db)
  },
}
