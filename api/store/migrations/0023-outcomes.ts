import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What holders say became of revoked tokens: appended, never changed. */
export const outcomes: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run(`create table outcome (
      token text not null references token (token),
      ordinal integer not null,
      code text not null,
      reason text,
      until text,
      at bigint not null,
      batch text not null,
      primary key (token, ordinal)
    )`)
    await run('create index outcome_batch on outcome (batch)')
  },
}
