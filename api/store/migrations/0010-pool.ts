import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Stores what a holder was told beside what is true. Until now both were the same, except for new tokens whose
 * `create` still waits. Waiting changes go out at the next tick.
 */
export const pool: Migration = {
  async up(db: Kysely<unknown>) {
    const waits = `exists (select 1 from outbox o where o.token = token.token and o.kind = 'create')`
    for (const statement of [
      `alter table token add column listed text not null default 'revoked'`,
      `update token set listed = case when ${waits} then 'hidden' else state end`,
      `create index token_listed_waiting on token (usable_from) where listed = 'waiting'`,
      'alter table linkage add column told integer not null default 1',
      `update linkage set told = coalesce((select max(t.generation) from token t
       where t.linkage_id = linkage.id and t.listed <> 'hidden'), 1)`,
      'alter table outbox add column not_before bigint not null default 0',
      'alter table outbox add column deadline bigint not null default 0',
      'alter table outbox add column ordinal integer not null default 0',
      'drop index outbox_database',
      'create index outbox_pool on outbox (database_id, not_before)',
      'alter table event add column ordinal integer not null default 0',
      'alter table feed add column round_at bigint',
      'alter table status_list add column reserved integer not null default 0',
      `update status_list set reserved = (select count(*) from token t where t.listed = 'hidden'
       and t.database_id = status_list.database_id and t.purpose = status_list.purpose and t.list = status_list.list)`,
      'update status_list set assigned = assigned - reserved',
    ])
      await sql.raw(statement).execute(db)
  },
}
