import { lockLinkages } from '../locks.ts'
import type { LinkageWithToken } from '../records/linkages.ts'
import type { LinkageRow, TokenRow } from '../records/rows.ts'
import type { Reader, Transactor } from '../store.ts'
import { ensureFeed } from './heads.ts'
import type { OutboxRow } from './rows.ts'

/** Puts changes into the pools of their databases. */
export const insertOutbox = async (tx: Transactor, rows: OutboxRow[]): Promise<void> => {
  if (rows.length > 0) await tx.insertInto('outbox').values(rows).execute()
}

/**
 * Takes back the changes that would have told holders the newest tokens of these linkages.
 * @returns the tokens that no holder will ever be told; a publisher has told the others meanwhile.
 */
export async function takeBackCreates(
  tx: Transactor,
  linkages: Pick<LinkageWithToken, 'id' | 'token'>[],
): Promise<Set<string>> {
  if (linkages.length === 0) return new Set()
  await lockLinkages(
    tx,
    linkages.map(({ id }) => id),
  )
  const gone = await tx
    .deleteFrom('outbox')
    .where(
      'token',
      'in',
      linkages.map(({ token }) => token),
    )
    .where('kind', '=', 'create')
    .returning('token')
    .execute()
  return new Set(gone.map(({ token }) => token))
}

/** A decision that a holder was told, and the linkage through which it was told. */
export type ToldDecision = { linkage_id: string; ordinal: number }

/**
 * Decisions that a holder was told, by person: the newest stop and the newest allow of each linkage of these people
 * in a database. Linkages that were taken back are included.
 */
export async function toldOf(
  db: Reader,
  database_id: string,
  subjects: string[],
): Promise<Map<string, ToldDecision[]>> {
  const told = new Map<string, ToldDecision[]>(subjects.map((subject) => [subject, []]))
  if (subjects.length === 0) return told
  const tokens = db
    .selectFrom('linkage')
    .innerJoin('token', 'token.linkage_id', 'linkage.id')
    .where('linkage.database_id', '=', database_id)
    .where('linkage.subject', 'in', subjects)
  const published = await tokens
    .innerJoin('event', 'event.token', 'token.token')
    .where('event.decided_by', 'is', null)
    .select((eb) => ['linkage.subject', 'linkage.id', eb.fn.max('event.ordinal').as('ordinal')])
    .groupBy(['linkage.subject', 'linkage.id', 'event.kind'])
    .execute()
  const atRegistration = await tokens
    .innerJoin('outbox', 'outbox.token', 'token.token')
    .where('outbox.decided_by', 'is', null)
    .where('token.listed', '=', 'revoked')
    .select((eb) => ['linkage.subject', 'linkage.id', eb.fn.max('outbox.ordinal').as('ordinal')])
    .groupBy(['linkage.subject', 'linkage.id'])
    .execute()
  const elsewhere = await toldElsewhere(db, database_id, subjects)
  for (const { subject, id, ordinal } of [...published, ...atRegistration, ...elsewhere])
    if (subject !== null) told.get(subject)?.push({ linkage_id: id, ordinal: Number(ordinal) })
  return told
}

/** Decisions of these people that a holder was told through linkages that are not their own. */
async function toldElsewhere(db: Reader, database_id: string, subjects: string[]) {
  const published = await db
    .selectFrom('event')
    .innerJoin('token', 'token.token', 'event.token')
    .where('event.database_id', '=', database_id)
    .where('event.decided_by', 'in', subjects)
    .select((eb) => [
      'event.decided_by as subject',
      'token.linkage_id as id',
      eb.fn.max('event.ordinal').as('ordinal'),
    ])
    .groupBy(['event.decided_by', 'token.linkage_id', 'event.kind'])
    .execute()
  const atRegistration = await db
    .selectFrom('outbox')
    .innerJoin('token', 'token.token', 'outbox.token')
    .where('outbox.database_id', '=', database_id)
    .where('outbox.decided_by', 'in', subjects)
    .where('token.listed', '=', 'revoked')
    .select((eb) => [
      'outbox.decided_by as subject',
      'token.linkage_id as id',
      eb.fn.max('outbox.ordinal').as('ordinal'),
    ])
    .groupBy(['outbox.decided_by', 'token.linkage_id'])
    .execute()
  return [...published, ...atRegistration]
}

export const databasesWaiting = async (db: Reader): Promise<string[]> =>
  (await db.selectFrom('outbox').select('database_id').distinct().execute()).map((row) => row.database_id)

/**
 * `now`: a change held until then may go out. `farthest`: a change held beyond it was never drawn so, because a clock
 * was set back.
 */
export type Moment = { now: number; farthest: number }

const mayGoOut = (db: Reader, database_id: string, { now, farthest }: Moment) =>
  db
    .selectFrom('outbox')
    .innerJoin('token', 'token.token', 'outbox.token')
    .where('outbox.database_id', '=', database_id)
    .where((eb) => eb.or([eb('outbox.not_before', '<=', now), eb('outbox.not_before', '>', farthest)]))

/** The earliest deadline of each person with a change that the holder was not told; at most `limit` of them. */
export const deadlinesWaiting = async (db: Reader, database_id: string, moment: Moment, limit: number) =>
  (
    await mayGoOut(db, database_id, moment)
      .innerJoin('linkage', 'linkage.id', 'token.linkage_id')
      .where('token.listed', '!=', 'revoked')
      .select((eb) => eb.fn.min('outbox.deadline').as('deadline'))
      .groupBy((eb) => eb.fn.coalesce('outbox.decided_by', 'linkage.subject'))
      .limit(limit)
      .execute()
  ).map(({ deadline }) => ({ deadline: Number(deadline) }))

/** Whether a change waits that its holder was already told when it registered. */
export const hasTold = async (db: Reader, database_id: string, moment: Moment): Promise<boolean> =>
  (await mayGoOut(db, database_id, moment)
    .where('token.listed', '=', 'revoked')
    .select('outbox.id')
    .limit(1)
    .executeTakeFirst()) !== undefined

/** The time of a database's last round; null: never. */
export const lastRound = async (db: Reader, database_id: string): Promise<number | null> =>
  (await db.selectFrom('feed').select('round_at').where('database_id', '=', database_id).executeTakeFirst())
    ?.round_at ?? null

/**
 * Begins a round. It counts even if nothing goes out; otherwise each publisher would draw again.
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
  Pick<LinkageRow, 'subject' | 'notified_on'> & { told: boolean }

/**
 * At most `limit` changes of a database that may go out. Those of one linkage come in the order in which they
 * happened: by generation, and `create` before `revoke`. Otherwise they are ordered by random ids. So where more wait
 * than fit a batch, the order does not reveal who decided first (I6).
 * @param onlyTold only linkages with a change that the holder was told when it registered.
 */
export async function waitingChanges(
  db: Reader,
  database_id: string,
  moment: Moment,
  { limit, onlyTold }: { limit: number; onlyTold: boolean },
): Promise<WaitingChange[]> {
  let query = mayGoOut(db, database_id, moment)
    .innerJoin('linkage', 'linkage.id', 'token.linkage_id')
    .selectAll('outbox')
    .select([
      'token.linkage_id',
      'token.generation',
      'token.purpose',
      'token.list',
      'token.idx',
      'token.listed',
    ])
    .select(['linkage.subject', 'linkage.notified_on'])
  if (onlyTold)
    query = query.where('token.linkage_id', 'in', (eb) =>
      eb
        .selectFrom('outbox as told')
        .innerJoin('token as known', 'known.token', 'told.token')
        .select('known.linkage_id')
        .where('told.database_id', '=', database_id)
        .where('known.listed', '=', 'revoked'),
    )
  const rows = await query
    .orderBy('token.generation')
    .orderBy('outbox.kind')
    .orderBy('outbox.id')
    .limit(limit)
    .execute()
  return rows.map(({ listed, ...row }) => ({ ...row, told: listed === 'revoked' }))
}
