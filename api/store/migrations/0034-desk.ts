import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Staff who record stops from signed forms, and these forms. One of the staff has one key at a desk, unless it is
 * blocked. A form is entered once, except after it was typed wrongly; a sealed subject is for one form.
 * `decision.desk`: the desk that recorded it.
 */
export const desk: Migration = {
  async up(db: Kysely<unknown>) {
    const run = (text: string) => sql.raw(text).execute(db)
    await run('alter table decision add column desk text')
    await run(
      `create table desk_staff (id text not null primary key, desk text not null, name text not null,
        invite_hash text, invited_at bigint not null, invite_until bigint not null, user_handle text not null,
        credential_id text unique, public_key text, transports text, counter bigint not null,
        registered_at bigint, blocked_at bigint)`,
    )
    await run('create unique index desk_staff_live on desk_staff (desk, name) where blocked_at is null')
    await run(
      'create unique index desk_staff_invited on desk_staff (invite_hash) where invite_hash is not null',
    )
    await run(
      `create table desk_session (id text not null primary key, secret_hash text not null unique, staff_id text,
        last_seen_at bigint not null, expires_at bigint not null)`,
    )
    await run('create index desk_session_of on desk_session (staff_id)')
    await run(
      `create table desk_entry (id text not null primary key, form text not null, version text not null,
        desk text not null, subject text not null, sealed_hash text not null, entry text not null,
        assertion text not null, entered_by text not null, entered_at bigint not null, state text not null,
        ended_by text, ended_at bigint, reason text)`,
    )
    await run(
      `create unique index desk_entry_form on desk_entry (form)
        where reason is null or reason <> 'entered-wrongly'`,
    )
    await run('create unique index desk_entry_sealed on desk_entry (sealed_hash)')
    await run(`create index desk_entry_open on desk_entry (desk, entered_at) where state = 'entered'`)
  },
}
