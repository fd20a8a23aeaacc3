import type { Reader, Transactor } from '../store.ts'
import type { OutboxRow, ProgressRow } from './rows.ts'

/** Notes that everything up to `through_seq` was received or applied. Progress only moves forward. */
export async function noteProgress(tx: Transactor, progress: ProgressRow): Promise<void> {
  if (progress.through_seq <= (await progressThrough(tx, progress.database_id, progress.kind))) return
  await tx.insertInto('mark').values(progress).execute()
}

export async function progressThrough(
  db: Reader,
  database_id: string,
  kind: ProgressRow['kind'],
): Promise<number> {
  const row = await db
    .selectFrom('mark')
    .select((eb) => eb.fn.max('through_seq').as('through'))
    .where('database_id', '=', database_id)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return Number(row?.through ?? 0)
}

/** Rewinds progress to `after_seq`: the holder has restored an older state. Progress up to there keeps its time. */
export async function rewindProgress(tx: Transactor, database_id: string, after_seq: number): Promise<void> {
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

/** Published changes that were recorded before `before` and that the holder has not applied. */
export async function overdue(db: Reader, database_id: string, before: number): Promise<number> {
  const row = await db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('database_id', '=', database_id)
    .where('seq', '>', await progressThrough(db, database_id, 'applied'))
    .where('recorded_at', '<', before)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** Since when the holder's digest differs from ours; null: it agrees, or was never reported. */
export const mismatchSince = async (db: Reader, database_id: string): Promise<number | null> =>
  (
    await db
      .selectFrom('feed')
      .select('mismatch_since')
      .where('database_id', '=', database_id)
      .executeTakeFirst()
  )?.mismatch_since ?? null

/**
 * Notes whether the holder's digest agrees with ours. The start of a disagreement is kept. When it ends, earlier
 * `applied` progress is dropped, because nobody knows what it was worth.
 * @returns whether that has changed.
 */
export async function noteMatch(
  tx: Transactor,
  database_id: string,
  match: boolean,
  now: number,
): Promise<boolean> {
  const since = await mismatchSince(tx, database_id)
  if (match === (since === null)) return false
  await tx
    .updateTable('feed')
    .set({ mismatch_since: match ? null : now })
    .where('database_id', '=', database_id)
    .execute()
  if (match)
    await tx.deleteFrom('mark').where('database_id', '=', database_id).where('kind', '=', 'applied').execute()
  return true
}

/**
 * How far the newest change of a token has come, in milliseconds since the epoch; null: nothing was ever published.
 */
export type TokenProgress = {
  recorded_at: number
  /** The latest time until which it waits for its round; null: it is published. */
  deadline: number | null
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
    .select(['recorded_at', 'deadline'])
    .where('token', '=', token)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (waiting) return { ...waiting, published_at: null, received_at: null, applied_at: null }
  const event = await db
    .selectFrom('event')
    .select(['database_id', 'seq', 'recorded_at', 'published_at'])
    .where('token', '=', token)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (!event) return null
  const first = async (mark: ProgressRow['kind']) => {
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
    deadline: null,
    published_at: event.published_at,
    received_at: await first('received'),
    // While the holder's set differs from ours, nobody can say which revocations it acts on.
    applied_at: (await mismatchSince(db, event.database_id)) === null ? await first('applied') : null,
  }
}
