import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The key by which people are known who have no alias in the table: the service starts with no other. */
export const subjectKey: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw('create table subject_key (id integer not null primary key, key_name text not null)')
      .execute(db)
  },
}
