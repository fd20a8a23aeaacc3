import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Moves the signed bytes of a list to their own table: the list's row changes with every decision, and need not
 * rewrite them.
 */
export const signedList: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [
      `create table signed_list (database_id text not null, purpose text not null, list integer not null,
       jwt text not null, primary key (database_id, purpose, list))`,
      `insert into signed_list (database_id, purpose, list, jwt)
       select database_id, purpose, list, jwt from status_list where jwt is not null`,
      'alter table status_list drop column jwt',
    ])
      await sql.raw(statement).execute(db)
  },
}
