import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What happened to a person's account and is kept nowhere else. */
export const accountEvents: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run(`create table account_event (
      id text primary key,
      subject text not null,
      kind text not null,
      device text not null,
      at bigint not null,
      expires_at bigint not null
    )`)
    await run('create index account_event_of on account_event (subject, at)')
    await run('create index account_event_expires on account_event (expires_at)')
  },
}
