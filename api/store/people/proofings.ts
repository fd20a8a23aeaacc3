import type { Reader, Transactor } from '../store.ts'
import type { ProofingRow } from './rows.ts'

export const insertProofing = (tx: Transactor, proofing: ProofingRow) =>
  tx.insertInto('proofing').values(proofing).execute()

/** A proofing of this session; null for every other session. */
export const findProofing = async (
  db: Reader,
  of: { id: string; session_id: string; now: number },
): Promise<ProofingRow | null> =>
  (await db
    .selectFrom('proofing')
    .selectAll()
    .where('id', '=', of.id)
    .where('session_id', '=', of.session_id)
    .where('expires_at', '>', of.now)
    .executeTakeFirst()) ?? null

/** The proofing by which this session is proofed now; null: none. */
export const readyProofing = async (
  db: Reader,
  of: { session_id: string; now: number },
): Promise<ProofingRow | null> =>
  (await db
    .selectFrom('proofing')
    .selectAll()
    .where('session_id', '=', of.session_id)
    .where('status', '=', 'ready')
    .where('expires_at', '>', of.now)
    .executeTakeFirst()) ?? null

/** The proofing that a browser's cookie belongs to, in any state. */
export const findProofingBySecret = async (db: Reader, secret_hash: string): Promise<ProofingRow | null> =>
  (await db.selectFrom('proofing').selectAll().where('secret_hash', '=', secret_hash).executeTakeFirst()) ??
  null

/**
 * Consumes a `state`: the proofing leaves `started` once, and only for the browser that holds its secret.
 * @returns null when the state is unknown, used, expired or another browser's.
 */
export async function consumeState(
  tx: Transactor,
  of: { state_hash: string; secret_hash: string; now: number },
): Promise<ProofingRow | null> {
  const row = await tx
    .updateTable('proofing')
    .set({ status: 'pending' })
    .where('state_hash', '=', of.state_hash)
    .where('secret_hash', '=', of.secret_hash)
    .where('status', '=', 'started')
    .where('expires_at', '>', of.now)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

/** Settles a proofing that waits for the portal's answer. @returns false when it no longer waits. */
export async function settleProofing(
  tx: Transactor,
  id: string,
  change: Partial<ProofingRow>,
): Promise<boolean> {
  const result = await tx
    .updateTable('proofing')
    .set(change)
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

export const updateProofing = (tx: Transactor, id: string, change: Partial<ProofingRow>) =>
  tx.updateTable('proofing').set(change).where('id', '=', id).execute()

/** Forgets every proofing of a session. */
export const deleteProofings = (tx: Transactor, sessionId: string) =>
  tx.deleteFrom('proofing').where('session_id', '=', sessionId).execute()
