import type { EpochRow } from './schema.ts'
import type { Reader } from './store.ts'

/** The epoch that the last restore began, and when (ms); null: the store was never restored. */
export const currentEpoch = async (db: Reader): Promise<Pick<EpochRow, 'id' | 'began_at'> | null> =>
  (await db
    .selectFrom('epoch')
    .select(['id', 'began_at'])
    .orderBy('began_at', 'desc')
    .limit(1)
    .executeTakeFirst()) ?? null

/**
 * The number from which lists are opened. What the store gave out after the backup that it was restored from is not
 * known any more: no place in a list from before is given out again, and no number of a list is used again.
 */
export async function firstListOf(db: Reader): Promise<number> {
  const row = await db
    .selectFrom('epoch')
    .select((eb) => eb.fn.max('first_list').as('first'))
    .executeTakeFirst()
  return Number(row?.first ?? 1)
}
