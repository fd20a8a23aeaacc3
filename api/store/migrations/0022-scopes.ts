import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Decisions about several databases, each of which finds them by its id. Existing decisions have other scopes. */
export const scopes: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run('alter table decision add column scope_databases text')
    await run(`create table decision_database (
      subject text not null,
      database_id text not null,
      ordinal integer not null,
      primary key (subject, database_id, ordinal),
      foreign key (subject, ordinal) references decision (subject, ordinal)
    )`)
  },
}
