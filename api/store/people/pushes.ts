import { sql } from 'kysely'
import type { Reader, Transactor } from '../store.ts'
import type { PushPersonRow, PushSubscriptionRow } from './rows.ts'

type New = Pick<PushSubscriptionRow, 'id' | 'patient_id' | 'session_id' | 'passkey_id' | 'sealed'>

/**
 * Stores a subscription, or gives a known one to this person and session. Above `most` the oldest of the person go.
 * @param now the person's news are looked for from here on, if they had no subscription before.
 */
export async function storeSubscription(
  tx: Transactor,
  subscription: New,
  now: number,
  most: number,
): Promise<void> {
  const { id, patient_id, session_id, passkey_id, sealed } = subscription
  await tx
    .insertInto('push_person')
    .values({ patient_id, looked_until: now, news: 0, due_at: null, sent_at: 0 })
    .onConflict((conflict) => conflict.column('patient_id').doNothing())
    .execute()
  const known = await tx.selectFrom('push_subscription').selectAll().where('id', '=', id).executeTakeFirst()
  if (known?.patient_id === patient_id) {
    await tx
      .updateTable('push_subscription')
      .set({ session_id, passkey_id, sealed })
      .where('id', '=', id)
      .execute()
    return
  }
  await deleteSubscriptions(tx, [id])
  const person = await tx
    .selectFrom('push_person')
    .select('news')
    .where('patient_id', '=', patient_id)
    .executeTakeFirst()
  await tx
    .insertInto('push_subscription')
    .values({ ...subscription, told: person?.news ?? 0, tries: 0, created_at: now })
    .execute()
  const surplus = await tx
    .selectFrom('push_subscription')
    .select('id')
    .where('patient_id', '=', patient_id)
    .where('id', '!=', id)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  await deleteSubscriptions(
    tx,
    surplus.slice(most - 1).map((row) => row.id),
  )
}

/** Whether a session has stored a subscription. */
export const hasSubscription = async (db: Reader, session_id: string): Promise<boolean> =>
  (await db
    .selectFrom('push_subscription')
    .select('id')
    .where('session_id', '=', session_id)
    .executeTakeFirst()) !== undefined

/** Deletes subscriptions. Of people who then have none, nothing is kept. */
export async function deleteSubscriptions(tx: Transactor, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const gone = await tx
    .deleteFrom('push_subscription')
    .where('id', 'in', ids)
    .returning('patient_id')
    .execute()
  if (gone.length === 0) return
  await tx
    .deleteFrom('push_person')
    .where(
      'patient_id',
      'in',
      gone.map(({ patient_id }) => patient_id),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('push_subscription')
            .select('id')
            .whereRef('push_subscription.patient_id', '=', 'push_person.patient_id'),
        ),
      ),
    )
    .execute()
}

/** Deletes the subscriptions that a session stored; or those of a person, of one passkey or of all other sessions. */
export async function deleteSubscriptionsOf(
  tx: Transactor,
  of: { session_id: string } | ({ patient_id: string } & ({ keep: string } | { passkey_id: string })),
): Promise<void> {
  let query = tx.selectFrom('push_subscription').select('id')
  if ('session_id' in of) query = query.where('session_id', '=', of.session_id)
  else {
    query = query.where('patient_id', '=', of.patient_id)
    query =
      'keep' in of ? query.where('session_id', '!=', of.keep) : query.where('passkey_id', '=', of.passkey_id)
  }
  await deleteSubscriptions(
    tx,
    (await query.execute()).map(({ id }) => id),
  )
}

/** A person whose news are looked for. */
export type Watched = PushPersonRow & { subject: string }

/** People whose news were last looked for before a time, longest ago first. */
export const watchedBefore = (db: Reader, before: number, limit: number): Promise<Watched[]> =>
  db
    .selectFrom('push_person')
    .innerJoin('patient', 'patient.id', 'push_person.patient_id')
    .selectAll('push_person')
    .select('patient.subject')
    .where('looked_until', '<', before)
    .orderBy('looked_until')
    .limit(limit)
    .execute()

/**
 * Notes that a person's news were looked for, and when they will be told, if there are any. A push that waits already
 * keeps its time. Of several processes that looked at the same, one notes it.
 */
export const noteLooked = (
  tx: Transactor,
  { patient_id, looked_until }: PushPersonRow,
  now: { until: number; due_at: number | null },
) =>
  tx
    .updateTable('push_person')
    .set({
      looked_until: now.until,
      ...(now.due_at !== null && {
        news: sql<number>`news + 1`,
        due_at: sql<number>`coalesce(due_at, ${now.due_at})`,
      }),
    })
    .where('patient_id', '=', patient_id)
    .where('looked_until', '=', looked_until)
    .execute()

/** People who are to be told by now, longest due first. */
export const duePeople = (db: Reader, now: number, limit: number): Promise<PushPersonRow[]> =>
  db.selectFrom('push_person').selectAll().where('due_at', '<=', now).orderBy('due_at').limit(limit).execute()

/**
 * Claims the push that a person is due: of several processes one gets it. Should that process die, it is due again at
 * `again_at`. @returns the subscriptions that were not told yet; null: another process has it.
 */
export async function claimPush(
  tx: Transactor,
  { patient_id, due_at }: PushPersonRow,
  { at, again_at }: { at: number; again_at: number },
): Promise<PushSubscriptionRow[] | null> {
  const { numUpdatedRows } = await tx
    .updateTable('push_person')
    .set({ due_at: again_at, sent_at: at })
    .where('patient_id', '=', patient_id)
    .where('due_at', '=', due_at)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return null
  return tx
    .selectFrom('push_subscription')
    .innerJoin('push_person', 'push_person.patient_id', 'push_subscription.patient_id')
    .selectAll('push_subscription')
    .where('push_subscription.patient_id', '=', patient_id)
    .whereRef('push_subscription.told', '<', 'push_person.news')
    .execute()
}

/** Notes how the pushes to a person's devices went. Nothing waits any more once all devices were told of all news. */
export async function notePushes(
  tx: Transactor,
  { patient_id, news }: Pick<PushPersonRow, 'patient_id' | 'news'>,
  { told, failed, gone }: Record<'told' | 'failed' | 'gone', string[]>,
): Promise<void> {
  const update = (ids: string[], change: { told: number; tries: number } | 'failed') =>
    tx
      .updateTable('push_subscription')
      .set(change === 'failed' ? { tries: sql<number>`tries + 1` } : change)
      .where('id', 'in', ids)
      .execute()
  if (told.length > 0) await update(told, { told: news, tries: 0 })
  if (failed.length > 0) await update(failed, 'failed')
  await deleteSubscriptions(tx, gone)
  await tx
    .updateTable('push_person')
    .set({ due_at: null })
    .where('patient_id', '=', patient_id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('push_subscription')
            .select('id')
            .whereRef('push_subscription.patient_id', '=', 'push_person.patient_id')
            .whereRef('push_subscription.told', '<', 'push_person.news'),
        ),
      ),
    )
    .execute()
}
