import { sql } from 'kysely'
import type { Transactor } from './store.ts'

/** Tables whose rows expire, each with its key. */
const EXPIRING = {
  challenge: ['challenge'],
  proofing: ['id'],
  session: ['id'],
  desk_session: ['id'],
  assertion: ['client_id', 'jti'],
  account_event: ['id'],
  read_message: ['subject', 'message'],
}

/**
 * Drops expired rows, at most `limit` of each table: sessions of patients and desks, challenges, proofings, used client assertions, old events of
 * accounts, marks of messages that are listed no more.
 * @returns whether there may be more.
 */
export async function purgeExpired(tx: Transactor, now: number, limit: number): Promise<boolean> {
  let more = false
  for (const [table, key] of Object.entries(EXPIRING)) {
    const [from, columns] = [sql.table(table), sql.join(key.map((column) => sql.ref(column)))]
    const { numAffectedRows = 0n } = await sql`delete from ${from} where (${columns}) in
      (select ${columns} from ${from} where expires_at <= ${now} limit ${limit})`.execute(tx)
    more ||= Number(numAffectedRows) >= limit
  }
  return more
}
