import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Devices that are told of news by push, and how far each of their people has been told. */
export const push: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [
      `create table push_person (
        patient_id text primary key references patient (id) on delete cascade,
        looked_until bigint not null,
        news bigint not null,
        due_at bigint,
        sent_at bigint not null
      )`,
      'create index push_person_looked on push_person (looked_until)',
      'create index push_person_due on push_person (due_at) where due_at is not null',
      `create table push_subscription (
        id text primary key,
        patient_id text not null references patient (id) on delete cascade,
        session_id text not null,
        passkey_id text not null,
        sealed text not null,
        told bigint not null,
        tries integer not null,
        created_at bigint not null
      )`,
      'create index push_subscription_of on push_subscription (patient_id)',
      'create index push_subscription_session on push_subscription (session_id)',
    ])
      await sql.raw(statement).execute(db)
  },
}
