import type { Head } from '../contract/holder.ts'
import { EMPTY_DIGEST } from '../domain/token.ts'
import type { EventRow, OutboxRow, TokenRow } from './schema.ts'
import { changeLists, listsOf } from './status-lists.ts'
import type { Reader, Transactor } from './store.ts'

const EMPTY_HEAD: Head = { seq: 0, revoked_count: 0, revoked_digest: EMPTY_DIGEST }

/** Head of a database's feed. */
export async function headOf(db: Reader, database_id: string): Promise<Head> {
  const row = await db
    .selectFrom('feed')
    .select(['seq', 'revoked_count', 'revoked_digest'])
    .where('database_id', '=', database_id)
    .executeTakeFirst()
  return row ?? EMPTY_HEAD
}

/** The head as it was after event `seq`. */
export async function headAt(db: Reader, database_id: string, seq: number): Promise<Head> {
  const row = await db
    .selectFrom('event')
    .select(['seq', 'revoked_count', 'revoked_digest'])
    .where('database_id', '=', database_id)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row ?? EMPTY_HEAD
}

export const insertOutbox = async (tx: Transactor, rows: OutboxRow[]): Promise<void> => {
  if (rows.length > 0) await tx.insertInto('outbox').values(rows).execute()
}

export const databasesWaiting = async (db: Reader): Promise<string[]> =>
  (await db.selectFrom('outbox').select('database_id').distinct().execute()).map((row) => row.database_id)

export type WaitingChange = OutboxRow &
  Pick<TokenRow, 'linkage_id' | 'generation' | 'purpose' | 'list' | 'idx'>

/**
 * At most `limit` waiting changes of a database. Those of one linkage come in the order in which they happened:
 * by generation, and `create` before `revoke`. Beyond that the order is that of random ids, so that where more wait
 * than one batch takes, who comes first does not tell who decided first (I6).
 */
export const waitingChanges = (db: Reader, database_id: string, limit: number): Promise<WaitingChange[]> =>
  db
    .selectFrom('outbox')
    .innerJoin('token', 'token.token', 'outbox.token')
    .selectAll('outbox')
    .select(['token.linkage_id', 'token.generation', 'token.purpose', 'token.list', 'token.idx'])
    .where('outbox.database_id', '=', database_id)
    .orderBy('token.generation')
    .orderBy('outbox.kind')
    .orderBy('outbox.id')
    .limit(limit)
    .execute()

/** Rows that one statement writes. */
const PER_STATEMENT = 500

/**
 * Publishes numbered events: the head moves from the value it was read at, or nothing happens at all, so that any
 * number of publishers may run.
 * @returns false when another publisher was faster.
 */
export async function publish(
  tx: Transactor,
  database_id: string,
  from: Head,
  to: Head,
  events: EventRow[],
  outboxIds: string[],
): Promise<boolean> {
  await tx
    .insertInto('feed')
    .values({ database_id, ...EMPTY_HEAD, mismatch_since: null })
    .onConflict((conflict) => conflict.column('database_id').doNothing())
    .execute()
  const moved = await tx
    .updateTable('feed')
    .set(to)
    .where('database_id', '=', database_id)
    .where('seq', '=', from.seq)
    .executeTakeFirst()
  if (Number(moved.numUpdatedRows) === 0) return false
  for (let from = 0; from < events.length; from += PER_STATEMENT) {
    const to = from + PER_STATEMENT
    await tx.insertInto('event').values(events.slice(from, to)).execute()
    await tx.deleteFrom('outbox').where('id', 'in', outboxIds.slice(from, to)).execute()
  }
  // Every list carries the head: one that was built between a decision and its publication is built once more.
  const lists = await listsOf(tx, database_id)
  if (lists.length > 0) await changeLists(tx, lists, 0)
  return true
}
