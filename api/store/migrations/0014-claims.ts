import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What an Idempotency-Key was claimed for, so that the same body can be recorded after its request has died. */
export const claims: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw('alter table idempotency add column payload text').execute(db)
    await sql.raw('alter table idempotency add column claimer text').execute(db)
  },
}
