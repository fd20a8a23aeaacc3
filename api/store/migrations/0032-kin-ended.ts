import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** People who are no longer taken for one person: which of their earlier decisions still count for each other. */
export const kinEnded: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ['kin', 'party'])
      for (const column of ['until', 'own_until'])
        await sql.raw(`alter table ${table} add column ${column} bigint`).execute(db)
  },
}
