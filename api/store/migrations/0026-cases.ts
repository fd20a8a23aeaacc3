import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Questions that the operator has to answer. About one use of a person's records the system opens at most one. */
export const cases: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run(`create table case_file (
      number text primary key,
      database_id text not null,
      subject text not null,
      about text not null,
      ref text not null,
      opened_by text not null,
      opened_at bigint not null,
      due_on text not null,
      state text not null
    )`)
    await run(
      `create unique index case_file_once on case_file (subject, ref) where opened_by = 'erabu' and about = 'use'`,
    )
    await run('create index case_file_state on case_file (state, due_on)')
  },
}
