import { currentEpoch } from './epochs.ts'
import type { EventRow } from './feeds/rows.ts'
import { listPath } from './feeds/status-lists.ts'
import type { SetbackRow } from './schema.ts'
import type { Reader, Transactor } from './store.ts'

/** An event by its number and its content. */
export type Seen = Pick<EventRow, 'database_id' | 'seq' | 'jti'>

/** The newest event of every feed. */
export const newestEvents = (db: Reader): Promise<Seen[]> =>
  db
    .selectFrom('feed')
    .innerJoin('event', (join) =>
      join.onRef('event.database_id', '=', 'feed.database_id').onRef('event.seq', '=', 'feed.seq'),
    )
    .select(['event.database_id', 'event.seq', 'event.jti'])
    .execute()

/** Those of `events` that the store does not hold: their number is missing, or is another event's. */
export async function missingEvents(db: Reader, events: readonly Seen[]): Promise<Seen[]> {
  if (events.length === 0) return []
  const jtis = events.map(({ jti }) => jti)
  const found = await db
    .selectFrom('event')
    .select(['database_id', 'seq', 'jti'])
    .where('jti', 'in', jtis)
    .execute()
  const names = new Set(found.map(nameOf))
  return events.filter((event) => !names.has(nameOf(event)))
}

const nameOf = ({ database_id, seq, jti }: Seen) => `${database_id} ${seq} ${jti}`

/** How far chains of the audit trail have come, by name. */
export async function chainOrdinals(db: Reader, chains: readonly string[]): Promise<Map<string, number>> {
  if (chains.length === 0) return new Map()
  const rows = await db
    .selectFrom('audit_chain')
    .select(['chain', 'ordinal'])
    .where('chain', 'in', chains)
    .execute()
  return new Map(rows.map(({ chain, ordinal }) => [chain, ordinal]))
}

/** Change numbers of all lists, by path. */
export async function changeNumbers(db: Reader): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('status_list')
    .select(['database_id', 'purpose', 'list', 'change_no'])
    .execute()
  return new Map(rows.map((row) => [listPath(row), row.change_no]))
}

/** The flag that the store has gone back; null: it has not. */
export const findSetback = async (db: Reader): Promise<SetbackRow | null> =>
  (await db.selectFrom('setback').selectAll().executeTakeFirst()) ?? null

/**
 * Raises the flag for every process and the next start, unless an epoch has begun after `epoch`, the one that was
 * checked. The first flag stays.
 */
export async function insertSetback(
  tx: Transactor,
  row: Omit<SetbackRow, 'id'>,
  epoch: string | null,
): Promise<void> {
  if (((await currentEpoch(tx))?.id ?? null) !== epoch) return
  await tx
    .insertInto('setback')
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
