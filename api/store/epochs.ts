import type { EpochRow } from './schema.ts'
import type { Reader } from './store.ts'

/** The epoch that the last restore began, and its time (ms); null: the store was never restored. */
export const currentEpoch = async (db: Reader): Promise<Pick<EpochRow, 'id' | 'began_at'> | null> =>
  (await db
    .selectFrom('epoch')
    .select(['id', 'began_at'])
    .orderBy('began_at', 'desc')
    .limit(1)
    .executeTakeFirst()) ?? null

/**
 * The number from which lists are opened. After a restore, the indexes and list numbers that were given out after the
 * backup are unknown. So no index of an older list is given out again, and no list number is used again.
 */
export async function firstListOf(db: Reader): Promise<number> {
  const row = await db
    .selectFrom('epoch')
    .select((eb) => eb.fn.max('first_list').as('first'))
    .executeTakeFirst()
  return Number(row?.first ?? 1)
}
