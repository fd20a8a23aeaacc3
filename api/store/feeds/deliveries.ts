import type { Reader, Transactor } from '../store.ts'
import type { DeliveryErrorRow } from './rows.ts'

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
 * Acknowledgements are remembered this far ahead of the cursor. Those beyond are dropped, and their events come
 * again.
 */
export const AHEAD = 5000

/**
 * Acknowledges events by their jti, in any order; unknown ones are no error. The cost depends on how many are named,
 * not on how many were acknowledged ahead before.
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
    .select(['database_id', 'seq'])
    .where('database_id', '=', database_id)
    .where('jti', 'in', jtis)
    .where('seq', '>', cursor)
    .where('seq', '<=', cursor + AHEAD)
    .execute()
  if (named.length === 0) return cursor
  await tx
    .insertInto('ack')
    .values(named)
    .onConflict((conflict) => conflict.columns(['database_id', 'seq']).doNothing())
    .execute()
  const through = await endOfRun(tx, database_id, cursor)
  if (through > cursor)
    await tx.deleteFrom('ack').where('database_id', '=', database_id).where('seq', '<=', through).execute()
  return through
}

/** How far events are acknowledged without a gap after `cursor`. */
async function endOfRun(db: Reader, database_id: string, cursor: number): Promise<number> {
  const acks = db.selectFrom('ack').select('seq').where('database_id', '=', database_id)
  if (!(await acks.where('seq', '=', cursor + 1).executeTakeFirst())) return cursor
  const last = await acks
    .where('seq', '>', cursor)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('ack as next')
            .select('next.seq')
            .where('next.database_id', '=', database_id)
            .where('next.seq', '=', eb('ack.seq', '+', 1)),
        ),
      ),
    )
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return last?.seq ?? cursor
}

/**
 * Stores errors that a holder reported, for those jtis that are events of the database.
 * @returns how many of them were not reported before.
 */
export async function insertDeliveryErrors(
  tx: Transactor,
  database_id: string,
  errors: Pick<DeliveryErrorRow, 'jti' | 'err'>[],
  at: number,
): Promise<number> {
  const named = errors.map(({ jti }) => jti)
  const events = await tx
    .selectFrom('event')
    .leftJoin('delivery_error as known', (join) =>
      join.onRef('known.database_id', '=', 'event.database_id').onRef('known.jti', '=', 'event.jti'),
    )
    .select(['event.jti', 'known.err'])
    .where('event.database_id', '=', database_id)
    .where('event.jti', 'in', named)
    .execute()
  const before = new Map(events.map(({ jti, err }) => [jti, err]))
  const rows = errors
    .filter(({ jti, err }) => before.has(jti) && before.get(jti) !== err)
    .map((error) => ({ ...error, database_id, at }))
  if (rows.length === 0) return 0
  await tx
    .insertInto('delivery_error')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['database_id', 'jti'])
        .doUpdateSet((eb) => ({ err: eb.ref('excluded.err'), at: eb.ref('excluded.at') })),
    )
    .execute()
  return rows.length
}

export async function deliveryErrors(db: Reader, database_id: string): Promise<number> {
  const row = await db
    .selectFrom('delivery_error')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('database_id', '=', database_id)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
