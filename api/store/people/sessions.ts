import type { ExpressionBuilder } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Reader, Transactor } from '../store.ts'
import { deleteProofings } from './proofings.ts'
import { deleteSubscriptionsOf } from './pushes.ts'
import type { SessionRow } from './rows.ts'

export const insertSession = (tx: Transactor, session: SessionRow) =>
  tx.insertInto('session').values(session).execute()

/** A signed-in session lives as long as the passkey that signed it in. */
const stands = ({ or, eb, exists, selectFrom }: ExpressionBuilder<Schema, 'session'>) =>
  or([
    eb('session.patient_id', 'is', null),
    exists(
      selectFrom('passkey')
        .select('passkey.id')
        .whereRef('passkey.id', '=', 'session.passkey_id')
        .whereRef('passkey.patient_id', '=', 'session.patient_id'),
    ),
  ])

/** The session whose cookie hashes to `secretHash`, or null. The caller checks whether it has expired. */
export const findSession = async (db: Reader, secretHash: string): Promise<SessionRow | null> =>
  (await db
    .selectFrom('session')
    .selectAll()
    .where('secret_hash', '=', secretHash)
    .where(stands)
    .executeTakeFirst()) ?? null

export const findSessionById = async (db: Reader, id: string): Promise<SessionRow | null> =>
  (await db.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst()) ?? null

/** Reads and locks a session until the end of this transaction. */
export const lockSession = async (tx: Transactor, id: string): Promise<SessionRow | null> =>
  (await tx
    .selectFrom('session')
    .selectAll()
    .where('id', '=', id)
    .where(stands)
    .forUpdate()
    .executeTakeFirst()) ?? null

export const updateSession = (tx: Transactor, id: string, change: Partial<SessionRow>) =>
  tx.updateTable('session').set(change).where('id', '=', id).execute()

/** Ends a session and everything that belongs to it. */
export async function deleteSession(tx: Transactor, id: string): Promise<void> {
  await tx.deleteFrom('challenge').where('session_id', '=', id).execute()
  await deleteProofings(tx, id)
  await tx.deleteFrom('session').where('id', '=', id).execute()
}

/**
 * Ends the sessions of a patient, and the pushes to their devices: all but `keep`, or those that the passkey
 * `passkey_id` signed in.
 */
export async function deleteSessionsOf(
  tx: Transactor,
  of: { patient_id: string } & ({ keep: string } | { passkey_id: string }),
): Promise<void> {
  let query = tx.selectFrom('session').select('id').where('patient_id', '=', of.patient_id)
  query = 'keep' in of ? query.where('id', '!=', of.keep) : query.where('passkey_id', '=', of.passkey_id)
  const others = await query.execute()
  for (const { id } of others) await deleteSession(tx, id)
  await deleteSubscriptionsOf(tx, of)
}

/** Ends the least recently used sessions of a patient, until `most` are left beside `keep`. */
export async function deleteRestingSessions(
  tx: Transactor,
  of: { patient_id: string; keep: string },
  most: number,
): Promise<void> {
  const others = await tx
    .selectFrom('session')
    .select('id')
    .where('patient_id', '=', of.patient_id)
    .where('id', '!=', of.keep)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id')
    .execute()
  for (const { id } of others.slice(most)) await deleteSession(tx, id)
}
