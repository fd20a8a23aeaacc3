import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Identifiers of a person, people who may be the same, and people whose stops also count for a linkage. `decided_by`:
 * whose decision a change carries out, where that is not the person of the linkage.
 */
export const identities: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run(
      `create table alias (alias text not null primary key, subject text not null, scheme text not null,
        key_name text not null, since bigint not null)`,
    )
    await run('create index alias_of on alias (subject)')
    await run(
      `create table kin (subject text not null, other text not null, reason text not null, since bigint not null,
        primary key (subject, other))`,
    )
    await run(
      `create table party (linkage_id text not null, subject text not null, kind text not null,
        since bigint not null, primary key (linkage_id, subject))`,
    )
    await run('create index party_of on party (subject)')
    await run(`alter table linkage add column precision text not null default 'id5'`)
    await run('alter table outbox add column decided_by text')
    await run('alter table event add column decided_by text')
    await run('create index outbox_decided_by on outbox (decided_by) where decided_by is not null')
    await run('create index event_decided_by on event (decided_by) where decided_by is not null')
  },
}
