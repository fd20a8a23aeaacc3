import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Tokens that a process knew to be closed when the store had gone back. The rows stay: they explain why the tokens
 * are closed.
 */
export const knownClosed: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw('create table known_closed (token text primary key, noticed_at bigint not null)')
      .execute(db)
  },
}
