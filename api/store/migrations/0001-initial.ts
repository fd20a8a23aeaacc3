import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Portable between SQLite and PostgreSQL: text and bigint columns, unique keys, partial indices. */
export const initial: Migration = {
  async up(db: Kysely<unknown>) {
    const table = (name: string, columns: string, ...keys: string[]) =>
      sql.raw(`create table ${name} (${[columns, ...keys].join(', ')})`).execute(db)
    const index = (name: string, on: string) => sql.raw(`create index ${name} on ${on}`).execute(db)

    await table(
      'patient',
      `id text primary key, subject text not null unique, user_handle text not null unique, created_at bigint not null`,
    )
    await table(
      'passkey',
      `id text primary key, patient_id text not null references patient (id), public_key text not null,
       counter bigint not null, transports text not null, backup_eligible integer not null,
       backed_up integer not null, aaguid text not null, created_at bigint not null, last_used_at bigint not null`,
    )
    await index('passkey_patient', 'passkey (patient_id)')
    await table(
      'session',
      `id text primary key, secret_hash text not null unique, patient_id text references patient (id),
       device text not null, subject text, proofed_at bigint, asserted_at bigint,
       last_seen_at bigint not null, expires_at bigint not null`,
    )
    await table(
      'challenge',
      `challenge text primary key, session_id text not null, purpose text not null, payload text not null,
       expires_at bigint not null`,
    )
    await table(
      'proofing',
      `id text primary key, session_id text not null, state_hash text not null unique, secret_hash text not null,
       sealed text not null, status text not null, device text not null, return_to text not null,
       expires_at bigint not null`,
    )
    await table(
      'linkage',
      `id text primary key, subject text not null, database_id text not null, purpose text not null,
       generation integer not null, notified_on text, registered_at bigint not null, removed_at bigint`,
      'unique (subject, database_id, purpose)',
    )
    await table(
      'token',
      `token text primary key, linkage_id text not null references linkage (id), generation integer not null,
       database_id text not null, purpose text not null, list integer not null, idx integer not null,
       state text not null, usable_from text, changed_at bigint not null, change_no bigint not null`,
      'unique (linkage_id, generation)',
      'unique (database_id, purpose, list, idx)',
    )
    await index('token_change', 'token (database_id, purpose, list, change_no)')
    await index('token_waiting', `token (usable_from) where state = 'waiting'`)
    await table(
      'decision',
      `id text primary key, subject text not null, ordinal integer not null, choice text not null,
       scope_database text, scope_purpose text, text text not null, locale text not null, device text not null,
       recorded_at bigint not null, evidence text not null, receipt_number text not null unique, receipt text not null`,
      'unique (subject, ordinal)',
    )
    await table(
      'idempotency',
      `patient_id text not null, key text not null, body_hash text not null, decision_id text, created_at bigint not null`,
      'primary key (patient_id, key)',
    )
    await table(
      'outbox',
      `id text primary key, database_id text not null, token text not null, kind text not null, replaces text,
       recorded_at bigint not null`,
      'unique (token, kind)',
    )
    await index('outbox_database', 'outbox (database_id)')
    await table(
      'event',
      `database_id text not null, seq bigint not null, jti text not null unique, token text not null,
       kind text not null, recorded_at bigint not null, published_at bigint not null, "set" text not null,
       revoked_count bigint not null, revoked_digest text not null`,
      'primary key (database_id, seq)',
      'unique (token, kind)',
    )
    await table('ack', `database_id text not null, seq bigint not null`, 'primary key (database_id, seq)')
    await table(
      'delivery_error',
      `database_id text not null, jti text not null, err text not null, at bigint not null`,
      'primary key (database_id, jti)',
    )
    await table(
      'feed',
      `database_id text primary key, seq bigint not null, revoked_count bigint not null,
       revoked_digest text not null, mismatch_since bigint`,
    )
    await table(
      'mark',
      `database_id text not null, kind text not null, through_seq bigint not null, at bigint not null`,
      'primary key (database_id, kind, through_seq)',
    )
    await table(
      'stream',
      `id text primary key, database_id text not null unique, description text, events_requested text,
       status text not null, status_reason text, cursor bigint not null, created_at bigint not null,
       noticed_at bigint not null`,
    )
    await table(
      'notice',
      `jti text primary key, stream_id text not null references stream (id) on delete cascade,
       "set" text not null, created_at bigint not null`,
    )
    await table(
      'status_list',
      `database_id text not null, purpose text not null, list integer not null, change_no bigint not null,
       built_no bigint not null, assigned integer not null, jwt text, signed_at bigint`,
      'primary key (database_id, purpose, list)',
    )
    await table(
      'usage',
      `id text primary key, database_id text not null, project_id text not null, title text not null,
       organisation text not null, purpose text not null, from_day text not null, to_day text not null,
       reported_at bigint not null`,
    )
    await table(
      'used_linkage',
      `usage_id text not null references usage (id), linkage_id text not null references linkage (id)`,
      'primary key (linkage_id, usage_id)',
    )
    await table(
      'assertion',
      `client_id text not null, jti text not null, expires_at bigint not null`,
      'primary key (client_id, jti)',
    )
  },
}
