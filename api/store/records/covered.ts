import type { Reader, Transactor } from '../store.ts'
import type { CoveredRow } from './rows.ts'

/** What decisions covered when a catalogue was last applied. */
export const coveredPairs = (db: Reader): Promise<CoveredRow[]> =>
  db.selectFrom('covered').selectAll().execute()

/** Whether an applied catalogue lets decisions cover a database for a purpose. */
export const isCovered = async (db: Reader, { database_id, purpose }: CoveredRow): Promise<boolean> =>
  (await db
    .selectFrom('covered')
    .select('purpose')
    .where('database_id', '=', database_id)
    .where('purpose', '=', purpose)
    .executeTakeFirst()) !== undefined

/** Notes what decisions cover from now on, and what they no longer cover. Several processes may note the same. */
export async function noteCovered(
  tx: Transactor,
  { more, less }: { more: CoveredRow[]; less: CoveredRow[] },
): Promise<void> {
  if (more.length > 0)
    await tx
      .insertInto('covered')
      .values(more)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (const { database_id, purpose } of less)
    await tx
      .deleteFrom('covered')
      .where('database_id', '=', database_id)
      .where('purpose', '=', purpose)
      .execute()
}
