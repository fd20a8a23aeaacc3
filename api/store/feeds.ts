import type { Head } from '../contract/holder.ts'
import { EMPTY_DIGEST } from '../domain/token.ts'
import type { DeliveryErrorRow, EventRow, MarkRow, OutboxRow, TokenRow } from './schema.ts'
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
  return true
}

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

/**
 * Takes marks back to `after_seq`: the holder has restored an older state. What was marked up to there stays marked,
 * at its time.
 */
export async function rewindMarks(tx: Transactor, database_id: string, after_seq: number): Promise<void> {
  for (const kind of ['received', 'applied'] as const) {
    const later = tx.selectFrom('mark').where('database_id', '=', database_id).where('kind', '=', kind)
    const cut = await later
      .selectAll()
      .where('through_seq', '>=', after_seq)
      .orderBy('through_seq')
      .executeTakeFirst()
    await tx
      .deleteFrom('mark')
      .where('database_id', '=', database_id)
      .where('kind', '=', kind)
      .where('through_seq', '>', after_seq)
      .execute()
    if (cut && cut.through_seq > after_seq && after_seq > 0)
      await tx
        .insertInto('mark')
        .values({ ...cut, through_seq: after_seq })
        .execute()
  }
}

/** Published changes that the holder has not applied although they were recorded before `before`. */
export async function overdue(db: Reader, database_id: string, before: number): Promise<number> {
  const row = await db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('database_id', '=', database_id)
    .where('seq', '>', await markedThrough(db, database_id, 'applied'))
    .where('recorded_at', '<', before)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** Since when the holder's digest differs from ours; null: it agrees, or was never told. */
export const mismatchSince = async (db: Reader, database_id: string): Promise<number | null> =>
  (
    await db
      .selectFrom('feed')
      .select('mismatch_since')
      .where('database_id', '=', database_id)
      .executeTakeFirst()
  )?.mismatch_since ?? null

/**
 * Notes whether the holder's digest agrees with ours. The first moment of a disagreement is kept; when it is over,
 * earlier marks of `applied` are dropped, because nobody knows what they were worth.
 */
export async function markMatch(
  tx: Transactor,
  database_id: string,
  match: boolean,
  now: number,
): Promise<void> {
  const since = await mismatchSince(tx, database_id)
  if (match === (since === null)) return
  await tx
    .updateTable('feed')
    .set({ mismatch_since: match ? null : now })
    .where('database_id', '=', database_id)
    .execute()
  if (match)
    await tx.deleteFrom('mark').where('database_id', '=', database_id).where('kind', '=', 'applied').execute()
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
    // While the holder's set differs from ours, nobody can say which revocations it acts on.
    applied_at: (await mismatchSince(db, event.database_id)) === null ? await first('applied') : null,
  }
}
