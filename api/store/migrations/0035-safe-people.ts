import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** People of whom no names of places are shown. Nobody else has a row, and no reason is kept. */
export const safePeople: Migration = {
  async up(db: Kysely<unknown>) {
    await sql
      .raw(
        `create table safe_person (subject text not null primary key, chosen integer not null,
          portal integer not null)`,
      )
      .execute(db)
  },
}
