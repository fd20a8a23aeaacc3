import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Messages that their persons have read. The messages themselves are derived from what else is stored. */
export const readMessages: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run(`create table read_message (
      subject text not null,
      message text not null,
      read_at bigint not null,
      expires_at bigint not null,
      primary key (subject, message)
    )`)
    await run('create index read_message_expires on read_message (expires_at)')
  },
}
