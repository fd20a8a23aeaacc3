import type { PoolTimes } from '../domain/pool.ts'
import { ensureFeed } from './feeds.ts'
import type { LinkageRow, OutboxRow, TokenRow } from './schema.ts'
import type { Reader, Transactor } from './store.ts'

/** Puts changes into the pools of their databases. */
export const insertOutbox = async (tx: Transactor, rows: OutboxRow[]): Promise<void> => {
  if (rows.length > 0) await tx.insertInto('outbox').values(rows).execute()
}

/** A `create` whose token is revoked before anybody was told of it: it goes out with the revocation. */
export const tieCreate = (tx: Transactor, token: string, times: PoolTimes) =>
  tx
    .updateTable('outbox')
    .set({ not_before: times.not_before, deadline: times.deadline })
    .where('token', '=', token)
    .where('kind', '=', 'create')
    .execute()

/** Ordinals of the newest decision that a linkage's published changes came from, and whether a change of it waits. */
export async function toldOf(
  db: Reader,
  linkages: string[],
): Promise<{ ordinals: Map<string, number>; waiting: Set<string> }> {
  const published = await db
    .selectFrom('token')
    .innerJoin('event', 'event.token', 'token.token')
    .select((eb) => ['token.linkage_id', eb.fn.max('event.ordinal').as('ordinal')])
    .where('token.linkage_id', 'in', linkages)
    .groupBy('token.linkage_id')
    .execute()
  const waiting = await db
    .selectFrom('token')
    .innerJoin('outbox', 'outbox.token', 'token.token')
    .select('token.linkage_id')
    .where('token.linkage_id', 'in', linkages)
    .execute()
  return {
    ordinals: new Map(published.map(({ linkage_id, ordinal }) => [linkage_id, Number(ordinal)])),
    waiting: new Set(waiting.map(({ linkage_id }) => linkage_id)),
  }
}

export const databasesWaiting = async (db: Reader): Promise<string[]> =>
  (await db.selectFrom('outbox').select('database_id').distinct().execute()).map((row) => row.database_id)

/** `now`: what was held until then may go out. `farthest`: what is held for longer was never drawn: a clock was set back. */
export type Moment = { now: number; farthest: number }

/** Deadlines of changes that may go out, `limit` of them at most. */
export const deadlinesWaiting = (db: Reader, database_id: string, { now, farthest }: Moment, limit: number) =>
  db
    .selectFrom('outbox')
    .select('deadline')
    .where('database_id', '=', database_id)
    .where((eb) => eb.or([eb('not_before', '<=', now), eb('not_before', '>', farthest)]))
    .limit(limit)
    .execute()

/** When a database's last round was; null: never. */
export const lastRound = async (db: Reader, database_id: string): Promise<number | null> =>
  (await db.selectFrom('feed').select('round_at').where('database_id', '=', database_id).executeTakeFirst())
    ?.round_at ?? null

/**
 * Begins a round. It counts as one also if nothing goes out: else each publisher would throw the coins again.
 * @returns false when another publisher was faster.
 */
export async function beginRound(
  tx: Transactor,
  database_id: string,
  last: number | null,
  now: number,
): Promise<boolean> {
  await ensureFeed(tx, database_id)
  const begun = await tx
    .updateTable('feed')
    .set({ round_at: now })
    .where('database_id', '=', database_id)
    .where('round_at', last === null ? 'is' : '=', last)
    .executeTakeFirst()
  return Number(begun.numUpdatedRows) > 0
}

export type WaitingChange = OutboxRow &
  Pick<TokenRow, 'linkage_id' | 'generation' | 'purpose' | 'list' | 'idx'> &
  Pick<LinkageRow, 'notified_on'>

/**
 * At most `limit` changes of a database that may go out. Those of one linkage come in the order in which they happened:
 * by generation, and `create` before `revoke`. Beyond that the order is that of random ids, so that where more wait
 * than one batch takes, who comes first does not tell who decided first (I6).
 */
export const waitingChanges = (
  db: Reader,
  database_id: string,
  { now, farthest }: Moment,
  limit: number,
): Promise<WaitingChange[]> =>
  db
    .selectFrom('outbox')
    .innerJoin('token', 'token.token', 'outbox.token')
    .innerJoin('linkage', 'linkage.id', 'token.linkage_id')
    .selectAll('outbox')
    .select(['token.linkage_id', 'token.generation', 'token.purpose', 'token.list', 'token.idx'])
    .select('linkage.notified_on')
    .where('outbox.database_id', '=', database_id)
    .where((eb) => eb.or([eb('outbox.not_before', '<=', now), eb('outbox.not_before', '>', farthest)]))
    .orderBy('token.generation')
    .orderBy('outbox.kind')
    .orderBy('outbox.id')
    .limit(limit)
    .execute()
