import type { Passkey } from '../../domain/passkey.ts'
import type { Reader, Transactor } from '../store.ts'
import { findPatient } from './patients.ts'
import type { PasskeyRow, PatientRow } from './rows.ts'

/** @returns false when the credential id is taken. */
export async function insertPasskey(tx: Transactor, passkey: PasskeyRow): Promise<boolean> {
  const result = await tx
    .insertInto('passkey')
    .values(passkey)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

export const passkeysOf = (db: Reader, patientId: string): Promise<PasskeyRow[]> =>
  db.selectFrom('passkey').selectAll().where('patient_id', '=', patientId).orderBy('created_at').execute()

/** A passkey with its owner, in the shape that verification takes; null when no such credential is known. */
export async function findPasskey(
  db: Reader,
  id: string,
): Promise<(Passkey & { patient: PatientRow }) | null> {
  const row = await db.selectFrom('passkey').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const patient = await findPatient(db, row.patient_id)
  if (!patient) return null
  return {
    id: row.id,
    public_key: row.public_key,
    counter: row.counter,
    transports: JSON.parse(row.transports) as string[],
    backup_eligible: row.backup_eligible === 1,
    user_handle: patient.user_handle,
    patient,
  }
}

/**
 * Notes that a passkey was used. @param verified its row when the assertion was verified.
 * @returns false, and changes nothing, when the passkey is gone, was replaced, or its counter has meanwhile reached
 *   `used.counter`. A synced passkey counts on each device separately, so its counter is not compared.
 */
export async function touchPasskey(
  tx: Transactor,
  verified: { id: string; patient_id: string; public_key: string; counter: number },
  used: { counter: number; backed_up: boolean; at: number },
): Promise<boolean> {
  const result = await tx
    .updateTable('passkey')
    .set({ counter: used.counter, backed_up: used.backed_up ? 1 : 0, last_used_at: used.at })
    .where('id', '=', verified.id)
    .where('patient_id', '=', verified.patient_id)
    .where('public_key', '=', verified.public_key)
    .where((eb) =>
      eb.or([
        eb('counter', '=', verified.counter),
        eb('counter', '<', used.counter),
        eb('backup_eligible', '=', 1),
      ]),
    )
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

export const renamePasskey = (tx: Transactor, id: string, name: string) =>
  tx.updateTable('passkey').set({ name }).where('id', '=', id).execute()

/** Removes a passkey. A record stays of what it was, and when and by which passkey it was removed. */
export async function removePasskey(
  tx: Transactor,
  passkey: PasskeyRow,
  by: string | null,
  at: number,
): Promise<void> {
  const { id, patient_id, name, created_at, public_key, transports, backup_eligible } = passkey
  await tx
    .insertInto('removed_passkey')
    .values({
      id,
      patient_id,
      name,
      created_at,
      removed_at: at,
      removed_by: by,
      public_key,
      transports,
      backup_eligible,
    })
    .execute()
  await tx.deleteFrom('passkey').where('id', '=', id).execute()
}

/** Whether a passkey with this id was removed before: it never comes back. */
export const wasRemoved = async (db: Reader, id: string): Promise<boolean> =>
  (await db.selectFrom('removed_passkey').select('id').where('id', '=', id).executeTakeFirst()) !== undefined

/**
 * A removed passkey in the shape that verification takes, so that only the holder of its key is told. Its counter
 * starts again, because nothing follows from its assertion. Null when there is none, or its key was not kept.
 */
export async function findRemovedPasskey(
  db: Reader,
  id: string,
): Promise<(Passkey & { removed_at: number }) | null> {
  const row = await db
    .selectFrom('removed_passkey as removed')
    .innerJoin('patient', 'patient.id', 'removed.patient_id')
    .selectAll('removed')
    .select('patient.user_handle')
    .where('removed.id', '=', id)
    .executeTakeFirst()
  if (!row || row.public_key === null) return null
  const { public_key, user_handle, removed_at } = row
  const transports = JSON.parse(row.transports ?? '[]') as string[]
  return {
    id,
    public_key,
    user_handle,
    removed_at,
    transports,
    counter: 0,
    backup_eligible: row.backup_eligible === 1,
  }
}
