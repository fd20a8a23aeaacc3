import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Sessions name their kiosk or staff key; kiosks have a state and calls for staff. */
export const kiosks: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [
      'alter table session add column kiosk_id text',
      'alter table session add column staff_key text',
      'alter table proofing add column view text',
      'create index session_kiosk on session (kiosk_id) where kiosk_id is not null',
      `create table kiosk (id text primary key, muted integer not null, command text, command_no bigint not null,
       command_at bigint not null, seen_at bigint not null)`,
      `create table kiosk_call (id text primary key, kiosk_id text not null, called_at bigint not null,
       taken_at bigint, closed_at bigint)`,
      'create unique index kiosk_call_open on kiosk_call (kiosk_id) where closed_at is null',
    ])
      await sql.raw(statement).execute(db)
  },
}
