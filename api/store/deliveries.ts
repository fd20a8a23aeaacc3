import type { DeliveryErrorRow } from './schema.ts'
import type { Reader, Transactor } from './store.ts'

/** Events from `first` to `last`, by `seq`. */
export const eventsBetween = (db: Reader, database_id: string, first: number, last: number) =>
  db
    .selectFrom('event')
    .select(['seq', 'jti', 'set'])
    .where('database_id', '=', database_id)
    .where('seq', '>=', first)
    .where('seq', '<=', last)
    .orderBy('seq')
    .execute()

/** Whether events were acknowledged ahead of the cursor. */
export const hasAcksAhead = async (db: Reader, database_id: string): Promise<boolean> =>
  (await db
    .selectFrom('ack')
    .select('seq')
    .where('database_id', '=', database_id)
    .limit(1)
    .executeTakeFirst()) !== undefined

/** Events after `cursor` that were not acknowledged ahead of it, by `seq`. */
export const eventsAfter = (db: Reader, database_id: string, cursor: number, limit: number) =>
  db
    .selectFrom('event')
    .select(['seq', 'jti', 'set'])
    .where('database_id', '=', database_id)
    .where('seq', '>', cursor)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('ack')
            .select('ack.seq')
            .whereRef('ack.database_id', '=', 'event.database_id')
            .whereRef('ack.seq', '=', 'event.seq'),
        ),
      ),
    )
    .orderBy('seq')
    .limit(limit)
    .execute()

/**
 * Acknowledges events by their jti, in any order; unknown ones are no error.
 * @returns the sequence number up to which everything is acknowledged now.
 */
export async function acknowledge(
  tx: Transactor,
  database_id: string,
  cursor: number,
  jtis: string[],
): Promise<number> {
  const named = await tx
    .selectFrom('event')
    .select('seq')
    .where('database_id', '=', database_id)
    .where('jti', 'in', jtis)
    .where('seq', '>', cursor)
    .execute()
  const stored = await tx.selectFrom('ack').select('seq').where('database_id', '=', database_id).execute()
  const acked = new Set([...named, ...stored].map(({ seq }) => seq))
  let through = cursor
  while (acked.delete(through + 1)) through += 1
  await tx.deleteFrom('ack').where('database_id', '=', database_id).where('seq', '<=', through).execute()
  const ahead = [...acked].filter((seq) => !stored.some((row) => row.seq === seq))
  if (ahead.length > 0)
    await tx
      .insertInto('ack')
      .values(ahead.map((seq) => ({ database_id, seq })))
      .execute()
  return through
}

export const isEvent = async (db: Reader, database_id: string, jti: string): Promise<boolean> =>
  (await db
    .selectFrom('event')
    .select('seq')
    .where('database_id', '=', database_id)
    .where('jti', '=', jti)
    .executeTakeFirst()) !== undefined

/** Keeps an error that a holder reported for an event. */
export const insertDeliveryError = (tx: Transactor, row: DeliveryErrorRow) =>
  tx
    .insertInto('delivery_error')
    .values(row)
    .onConflict((conflict) => conflict.columns(['database_id', 'jti']).doUpdateSet(row))
    .execute()

export async function deliveryErrors(db: Reader, database_id: string): Promise<number> {
  const row = await db
    .selectFrom('delivery_error')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('database_id', '=', database_id)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
