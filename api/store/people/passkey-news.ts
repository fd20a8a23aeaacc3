import { sql } from 'kysely'
import type { Reader, Transactor } from '../store.ts'
import type { PasskeyRow, RemovedPasskeyRow } from './rows.ts'

/** Removed passkeys that are reported. All stay in the store, so that no id ever comes back. */
const REMOVALS_TOLD = 50

/**
 * Passkeys that were removed from an account, newest first. Above the limit, those that another passkey removed come
 * before those that removed themselves, and long-lived ones come before others. So adding and removing many at once
 * hides nothing.
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

/** Passkeys that recovery made in the account of this one, and that its holder has not acknowledged. */
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

/** Passkeys of the account that another passkey removed, and that this one's holder has not acknowledged. */
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

/**
 * Notes that the holder of a passkey knows what happened up to `until`. Other holders still have to acknowledge it
 * themselves.
 */
export const noteKnown = (tx: Transactor, id: string, until: number) =>
  tx
    .updateTable('passkey')
    .set({ known_until: until })
    .where('id', '=', id)
    .where('known_until', '<', until)
    .execute()

/**
 * Until when the holder of a passkey knows everything that happened: just before their oldest unacknowledged news;
 * without news, `now`.
 */
export async function knownUntil(db: Reader, passkeyId: string, now: number): Promise<number> {
  const [made] = await newsFor(db, passkeyId)
  const [removed] = await removalsFor(db, passkeyId)
  return Math.min(now, (made?.created_at ?? now + 1) - 1, (removed?.removed_at ?? now + 1) - 1)
}
