import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** One row, written to test whether the store can be written. */
export const writeProbe: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw('create table write_probe (id integer primary key, at bigint not null)').execute(db)
  },
}
