import type { StreamRow } from './feeds/rows.ts'
import { isStoppedBy } from './records/parties.ts'
import type { LinkageRow } from './records/rows.ts'
import type { Transactor } from './store.ts'

/**
 * Makes transactions about the same people wait for each other until they end. What one reads is then still true when
 * it commits. A decision sees every linkage, and a linkage that is registered at the same time sees the decision
 * (I3). The embedded engine runs one transaction at a time and needs no lock.
 */
export async function lockPeople(tx: Transactor, subjects: readonly string[]): Promise<void> {
  if (!tx.getExecutor().adapter.supportsMultipleConnections || subjects.length === 0) return
  // In one order, so that two transactions do not wait for each other.
  const wanted = [...new Set(subjects)].sort()
  const locked = await tx
    .selectFrom('person')
    .select('subject')
    .where('subject', 'in', wanted)
    .orderBy('subject')
    .forUpdate()
    .execute()
  const known = new Set(locked.map(({ subject }) => subject))
  const unknown = wanted.filter((subject) => !known.has(subject))
  if (unknown.length > 0)
    await tx
      .insertInto('person')
      .values(unknown.map((subject) => ({ subject })))
      // The update takes the lock where another transaction was faster to insert.
      .onConflict((conflict) =>
        conflict.column('subject').doUpdateSet((eb) => ({ subject: eb.ref('excluded.subject') })),
      )
      .execute()
}

/**
 * Makes transactions wait for each other that change tokens of these linkages, or their changes in the pools. Nothing
 * is published of a linkage that was taken back meanwhile. What was read of a token is still true when it is changed.
 *
 * Rows are locked in one order everywhere, so that no two transactions wait for each other: people, linkages, feeds,
 * status lists in `inListOrder`, chains of the audit trail. Tokens and outbox rows belong to one linkage, so the lock
 * of the linkage covers them.
 */
export async function lockLinkages(tx: Transactor, ids: readonly string[]): Promise<void> {
  if (!tx.getExecutor().adapter.supportsMultipleConnections || ids.length === 0) return
  const wanted = [...new Set(ids)]
  await tx.selectFrom('linkage').select('id').where('id', 'in', wanted).orderBy('id').forUpdate().execute()
}

/** As `lockLinkages`, for every linkage for which a stop of these people counts. Call it after `lockPeople`: then none can be added. */
export async function lockLinkagesOf(
  tx: Transactor,
  subjects: readonly string[],
  only?: Pick<LinkageRow, 'database_id' | 'purpose'>,
): Promise<void> {
  if (!tx.getExecutor().adapter.supportsMultipleConnections || subjects.length === 0) return
  let linkages = tx.selectFrom('linkage').select('id').where(isStoppedBy(subjects))
  if (only)
    linkages = linkages.where('database_id', '=', only.database_id).where('purpose', '=', only.purpose)
  await linkages.orderBy('id').forUpdate().execute()
}

/**
 * Reads and locks a stream: its cursor, progress and acknowledgements then belong to this transaction only.
 * @returns null when it no longer exists.
 */
export const lockStream = async (tx: Transactor, id: string): Promise<StreamRow | null> =>
  (await tx.selectFrom('stream').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) ?? null
