import type { Head } from '../contract/holder.ts'
import { EMPTY_DIGEST } from '../domain/token.ts'
import type { EventRow, MarkRow, OutboxRow, TokenRow } from './schema.ts'
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

export const insertOutbox = (tx: Transactor, row: OutboxRow) => tx.insertInto('outbox').values(row).execute()

export const databasesWaiting = async (db: Reader): Promise<string[]> =>
  (await db.selectFrom('outbox').select('database_id').distinct().execute()).map((row) => row.database_id)

export type WaitingChange = OutboxRow &
  Pick<TokenRow, 'linkage_id' | 'generation' | 'purpose' | 'list' | 'idx'>

/**
 * At most `limit` waiting changes of a database. Those of one linkage come in the order in which they happened:
 * by generation, and `create` before `revoke`.
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
    .limit(limit)
    .execute()

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
  for (const event of events) await tx.insertInto('event').values(event).execute()
  for (const id of outboxIds) await tx.deleteFrom('outbox').where('id', '=', id).execute()
  return true
}

/** Events that the holder has not acknowledged yet, by `seq`. */
export const unackedEvents = (db: Reader, database_id: string, limit: number) =>
  db
    .selectFrom('event')
    .select(['seq', 'jti', 'set'])
    .where('database_id', '=', database_id)
    .where('acked_at', 'is', null)
    .orderBy('seq')
    .limit(limit)
    .execute()

/** Marks one event as received, with the holder's error if it had one. Unknown or repeated: nothing happens. */
export const ackEvent = (
  tx: Transactor,
  database_id: string,
  jti: string,
  at: number,
  error: string | null,
) =>
  tx
    .updateTable('event')
    .set({ acked_at: at, error })
    .where('database_id', '=', database_id)
    .where('jti', '=', jti)
    .where('acked_at', 'is', null)
    .execute()

/** The sequence number up to which the holder has acknowledged everything. */
export async function receivedThrough(db: Reader, database_id: string): Promise<number> {
  const [first] = await unackedEvents(db, database_id, 1)
  return first ? first.seq - 1 : (await headOf(db, database_id)).seq
}

/** Notes that everything up to `through_seq` was received or applied. Marks only ever move forward. */
export async function insertMark(tx: Transactor, mark: MarkRow): Promise<void> {
  if (mark.through_seq <= (await markedThrough(tx, mark.database_id, mark.kind))) return
  await tx.insertInto('mark').values(mark).execute()
}

export async function markedThrough(db: Reader, database_id: string, kind: MarkRow['kind']): Promise<number> {
  const row = await db
    .selectFrom('mark')
    .select((eb) => eb.fn.max('through_seq').as('through'))
    .where('database_id', '=', database_id)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return Number(row?.through ?? 0)
}

/** Notes whether the holder's digest agrees with ours; the first moment of a disagreement is kept. */
export async function markMatch(
  tx: Transactor,
  database_id: string,
  match: boolean,
  now: number,
): Promise<void> {
  const feed = tx.updateTable('feed').where('database_id', '=', database_id)
  if (match) await feed.set({ mismatch_since: null }).execute()
  else await feed.set({ mismatch_since: now }).where('mismatch_since', 'is', null).execute()
}

/** How far the newest change of a token has come, in milliseconds since the epoch; null: nothing was ever published. */
export type TokenProgress = {
  recorded_at: number
  published_at: number | null
  received_at: number | null
  applied_at: number | null
}

export async function progressOf(
  db: Reader,
  token: string,
  kind: OutboxRow['kind'],
): Promise<TokenProgress | null> {
  const waiting = await db
    .selectFrom('outbox')
    .select('recorded_at')
    .where('token', '=', token)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (waiting)
    return { recorded_at: waiting.recorded_at, published_at: null, received_at: null, applied_at: null }
  const event = await db
    .selectFrom('event')
    .select(['database_id', 'seq', 'recorded_at', 'published_at'])
    .where('token', '=', token)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (!event) return null
  const first = async (mark: MarkRow['kind']) => {
    const row = await db
      .selectFrom('mark')
      .select((eb) => eb.fn.min('at').as('at'))
      .where('database_id', '=', event.database_id)
      .where('kind', '=', mark)
      .where('through_seq', '>=', event.seq)
      .executeTakeFirst()
    return row?.at ?? null
  }
  return {
    recorded_at: event.recorded_at,
    published_at: event.published_at,
    received_at: await first('received'),
    applied_at: await first('applied'),
  }
}
