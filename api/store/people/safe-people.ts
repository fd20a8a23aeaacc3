import type { Reader, Transactor } from '../store.ts'
import type { SafePersonRow } from './rows.ts'

/** Whether a person is in safe mode, and by what. */
export const safetyOf = async (db: Reader, subject: string): Promise<SafePersonRow | null> =>
  (await db.selectFrom('safe_person').selectAll().where('subject', '=', subject).executeTakeFirst()) ?? null

/** Notes what changed of a person's safe mode. Of whoever is not in it, no row is left. */
export async function noteSafety(
  tx: Transactor,
  subject: string,
  change: Partial<Pick<SafePersonRow, 'chosen' | 'portal'>>,
): Promise<SafePersonRow | null> {
  const before = await safetyOf(tx, subject)
  const row = { subject, chosen: 0, portal: 0, ...before, ...change }
  if (row.chosen === 0 && row.portal === 0) {
    if (before === null) return null
    await tx.deleteFrom('safe_person').where('subject', '=', subject).execute()
    return null
  }
  await tx
    .insertInto('safe_person')
    .values(row)
    .onConflict((conflict) => conflict.column('subject').doUpdateSet(change))
    .execute()
  return row
}

/** Puts everybody who has an account into safe mode, as if they had chosen it. */
export async function hideFromEverybody(tx: Transactor): Promise<void> {
  await tx
    .insertInto('safe_person')
    .columns(['subject', 'chosen', 'portal'])
    .expression(
      tx
        .selectFrom('patient')
        .select((eb) => ['subject', eb.val(1).as('chosen'), eb.val(0).as('portal')])
        // SQLite needs a condition between a select and `on conflict`.
        .where('subject', 'is not', null),
    )
    .onConflict((conflict) => conflict.column('subject').doUpdateSet({ chosen: 1 }))
    .execute()
}
