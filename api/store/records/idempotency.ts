import type { Reader, Transactor } from '../store.ts'
import type { IdempotencyRow } from './rows.ts'

type KeyOf = { patient_id: string; key: string }
/** A claim of a key, distinguishable from a later claim of the same key. */
export type Claim = KeyOf & Pick<IdempotencyRow, 'body_hash' | 'created_at'>

export const findIdempotency = async (db: Reader, of: KeyOf): Promise<IdempotencyRow | null> =>
  (await db
    .selectFrom('idempotency')
    .selectAll()
    .where('patient_id', '=', of.patient_id)
    .where('key', '=', of.key)
    .executeTakeFirst()) ?? null

/** Claims a key; waits for a transaction that is claiming it now. @returns false when it is taken. */
export async function insertIdempotency(tx: Transactor, claim: Claim, claimer: string): Promise<boolean> {
  const result = await tx
    .insertInto('idempotency')
    .values({ ...claim, claimer, payload: null, decision_id: null })
    .onConflict((conflict) => conflict.columns(['patient_id', 'key']).doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

/** Stores with a claim what its body is verified against. */
export const keepPayload = (tx: Transactor, claim: Claim, payload: string) =>
  tx
    .updateTable('idempotency')
    .set({ payload })
    .where('patient_id', '=', claim.patient_id)
    .where('key', '=', claim.key)
    .execute()

/**
 * Completes a claim. Of several that work on it, the first completes it, and the others wait for that transaction.
 * @returns false when it is already completed, or was given up and claimed by somebody else.
 */
export async function completeIdempotency(
  tx: Transactor,
  claim: Claim,
  decision_id: string,
): Promise<boolean> {
  const result = await tx
    .updateTable('idempotency')
    .set({ decision_id, payload: null })
    .where('patient_id', '=', claim.patient_id)
    .where('key', '=', claim.key)
    .where('body_hash', '=', claim.body_hash)
    .where('created_at', '=', claim.created_at)
    .where('decision_id', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Whether this person has claimed a later decision that is recorded by now. */
export const hasDecidedSince = async (db: Reader, claim: Claim): Promise<boolean> =>
  (await db
    .selectFrom('idempotency')
    .select('key')
    .where('patient_id', '=', claim.patient_id)
    .where('created_at', '>', claim.created_at)
    .where('decision_id', 'is not', null)
    .executeTakeFirst()) !== undefined

/** Frees a key whose request recorded nothing. */
export const releaseIdempotency = (tx: Transactor, claim: Omit<Claim, 'body_hash'>) =>
  tx
    .deleteFrom('idempotency')
    .where('patient_id', '=', claim.patient_id)
    .where('key', '=', claim.key)
    .where('created_at', '=', claim.created_at)
    .where('decision_id', 'is', null)
    .execute()

/**
 * Frees keys that were claimed before a moment and recorded nothing, at most `limit` of them. The key of a recorded
 * decision stays as long as the decision: the same key returns the same answer without a limit of time.
 * @returns whether there may be more.
 */
export async function releaseDeadClaims(tx: Transactor, before: number, limit: number): Promise<boolean> {
  const dead = await tx
    .selectFrom('idempotency')
    .select(['patient_id', 'key', 'created_at'])
    .where('decision_id', 'is', null)
    .where('created_at', '<', before)
    .limit(limit)
    .execute()
  for (const claim of dead) await releaseIdempotency(tx, claim)
  return dead.length >= limit
}
