import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Cases that people open, and answers. A person has one open case about one question. */
export const askedCases: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run('alter table case_file add column says text')
    await run('alter table case_file add column answer text')
    await run('alter table case_file add column answered_at bigint')
    await run(
      `create unique index case_file_asked on case_file (subject, database_id, about, ref, says)
        where opened_by = 'me' and state = 'open'`,
    )
    await run('create index case_file_of on case_file (subject, opened_at)')
  },
}
