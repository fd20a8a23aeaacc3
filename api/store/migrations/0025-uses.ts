import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * An upload names tokens instead of linkages, each with the class of its use. Of an earlier upload nobody knows which
 * generation it named: the one that the holder knows is taken, without a class.
 */
export const uses: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run(`create table upload_token (
      upload_id text not null references usage_upload (id),
      token text not null references token (token),
      linkage_id text not null references linkage (id),
      class text,
      case_number text,
      primary key (upload_id, token)
    )`)
    await run(`insert into upload_token (upload_id, token, linkage_id)
      select u.upload_id, t.token, u.linkage_id from upload_linkage u
      join linkage l on l.id = u.linkage_id join token t on t.linkage_id = l.id and t.generation = l.told`)
    await run('drop table upload_linkage')
    await run('create index upload_token_of on upload_token (linkage_id)')
    await run(
      `create index upload_token_after_stop on upload_token (upload_id, case_number) where class = 'after-stop'`,
    )
    await run('alter table usage_upload add column cases_due integer not null default 0')
    await run('create index usage_upload_cases_due on usage_upload (id) where cases_due = 1')
  },
}
