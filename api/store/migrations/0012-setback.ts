import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** At most one row: the store has gone back, and no epoch has begun since. */
export const setback: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw('create table setback (id integer primary key, reason text not null, noticed_at bigint not null)')
      .execute(db)
  },
}
