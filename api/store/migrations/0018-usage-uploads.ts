import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const SAME = ['database_id', 'project_id', 'from_day', 'to_day']

/**
 * One report of use for each database, project and days, in any number of uploads. An upload joins it once it was
 * read completely. Reports that were sent several times are merged.
 */
export const usageUploads: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run(`create table usage_upload (
      id text primary key,
      database_id text not null,
      usage_id text references usage (id),
      idempotency_key text,
      begun_at bigint not null,
      completed_at bigint
    )`)
    await run(`create table upload_linkage (
      upload_id text not null references usage_upload (id),
      linkage_id text not null references linkage (id),
      primary key (upload_id, linkage_id)
    )`)
    const same = SAME.map((column) => `k.${column} = u.${column}`).join(' and ')
    await run(`insert into usage_upload (id, database_id, usage_id, begun_at, completed_at)
      select u.id, u.database_id,
        (select k.id from usage k where ${same} order by k.reported_at, k.id limit 1), u.reported_at, u.reported_at
      from usage u`)
    await run(
      'insert into upload_linkage (upload_id, linkage_id) select usage_id, linkage_id from used_linkage',
    )
    await run('drop table used_linkage')
    await run('delete from usage where id not in (select usage_id from usage_upload)')
    await run(`create unique index usage_once on usage (${SAME.join(', ')})`)
    await run('create index upload_linkage_of on upload_linkage (linkage_id)')
    await run('create index usage_upload_of on usage_upload (usage_id)')
    await run('create index usage_upload_by_key on usage_upload (database_id, idempotency_key)')
  },
}
