import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Each restore of a backup begins an epoch; a store that was never restored has none. */
export const epoch: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw('create table epoch (id text primary key, began_at bigint not null, first_list integer not null)')
      .execute(db)
  },
}
