import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A row per person to lock, for engines that run transactions concurrently. */
export const person: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw('create table person (subject text primary key)').execute(db)
  },
}
