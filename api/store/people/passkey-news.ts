import { sql } from 'kysely'
import type { PasskeyRow, RemovedPasskeyRow } from '../schema.ts'
import type { Reader, Transactor } from '../store.ts'

/** Removed passkeys that are told: each stays in the store, so that its id never comes back. */
const REMOVALS_TOLD = 50

/**
 * Passkeys that were removed from an account, newest first. Where there are more than are told, those that another one
 * removed come before those that removed themselves, and those that lived long before others: whoever adds and removes
 * many at once hides nothing behind them.
 */
export async function removedPasskeysOf(db: Reader, patientId: string): Promise<RemovedPasskeyRow[]> {
  const told = await db
    .selectFrom('removed_passkey')
    .selectAll()
    .where('patient_id', '=', patientId)
    .orderBy(sql`case when removed_by = id then 1 else 0 end`)
    .orderBy(sql`removed_at - created_at`, 'desc')
    .limit(REMOVALS_TOLD)
    .execute()
  return told.sort((a, b) => b.removed_at - a.removed_at)
}

/** Passkeys that recovery made in the account of this one, and of which its holder has not said that they know. */
export async function newsFor(db: Reader, passkeyId: string | null): Promise<PasskeyRow[]> {
  if (passkeyId === null) return []
  return db
    .selectFrom('passkey as news')
    .innerJoin('passkey as own', 'own.patient_id', 'news.patient_id')
    .selectAll('news')
    .where('own.id', '=', passkeyId)
    .where('news.unannounced', '=', 1)
    .whereRef('news.id', '!=', 'own.id')
    .whereRef('news.created_at', '>', 'own.known_until')
    .orderBy('news.created_at')
    .execute()
}

/** Passkeys of the account that somebody else than this one removed, and its holder has not said that they know of. */
export async function removalsFor(db: Reader, passkeyId: string | null): Promise<RemovedPasskeyRow[]> {
  if (passkeyId === null) return []
  return db
    .selectFrom('removed_passkey as news')
    .innerJoin('passkey as own', 'own.patient_id', 'news.patient_id')
    .selectAll('news')
    .where('own.id', '=', passkeyId)
    .where((eb) => eb.or([eb('news.removed_by', 'is', null), eb('news.removed_by', '!=', passkeyId)]))
    .whereRef('news.removed_at', '>', 'own.known_until')
    .orderBy('news.removed_at')
    .limit(REMOVALS_TOLD)
    .execute()
}

/** Notes that the holder of a passkey knows what happened up to `until`. What they know, nobody else need know. */
export const noteKnown = (tx: Transactor, id: string, until: number) =>
  tx
    .updateTable('passkey')
    .set({ known_until: until })
    .where('id', '=', id)
    .where('known_until', '<', until)
    .execute()

/** Up to when the holder of a passkey knows all that happened: before what is news to them, or else until `now`. */
export async function knownUntil(db: Reader, passkeyId: string, now: number): Promise<number> {
  const [made] = await newsFor(db, passkeyId)
  const [removed] = await removalsFor(db, passkeyId)
  return Math.min(now, (made?.created_at ?? now + 1) - 1, (removed?.removed_at ?? now + 1) - 1)
}
