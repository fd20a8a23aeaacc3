import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The history of passkeys: those that were removed, and until when the holder of one knows what happened to the
 * account.
 */
export const removedPasskeys: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(`create table removed_passkey (
        id text primary key,
        patient_id text not null references patient (id),
        name text,
        created_at bigint not null,
        removed_at bigint not null,
        removed_by text
      )`)
      .execute(db)
    await sql.raw('create index removed_passkey_of on removed_passkey (patient_id)').execute(db)
    await sql.raw('alter table passkey add column known_until bigint not null default 0').execute(db)
    await sql.raw('update passkey set known_until = created_at').execute(db)
  },
}
