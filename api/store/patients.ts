import type { Passkey } from '../domain/passkey.ts'
import type { PasskeyRow, PatientRow } from './schema.ts'
import type { Reader, Transactor } from './store.ts'

export const findPatient = async (db: Reader, id: string): Promise<PatientRow | null> =>
  (await db.selectFrom('patient').selectAll().where('id', '=', id).executeTakeFirst()) ?? null

export const findPatientBySubject = async (db: Reader, subject: string): Promise<PatientRow | null> =>
  (await db.selectFrom('patient').selectAll().where('subject', '=', subject).executeTakeFirst()) ?? null

export const insertPatient = (tx: Transactor, patient: PatientRow) =>
  tx.insertInto('patient').values(patient).execute()

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
 * Notes that a passkey was used. @param verified what it was when its assertion was verified.
 * @returns false, and changes nothing, when it is gone, is another one by now, or has counted on to `used.counter`.
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
    .where((eb) => eb.or([eb('counter', '=', verified.counter), eb('counter', '<', used.counter)]))
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

export const renamePasskey = (tx: Transactor, id: string, name: string) =>
  tx.updateTable('passkey').set({ name }).where('id', '=', id).execute()

/** Passkeys that recovery made in the account of this one, after it, and of which nobody has said that they know. */
export async function newsFor(db: Reader, passkeyId: string | null): Promise<PasskeyRow[]> {
  if (passkeyId === null) return []
  return db
    .selectFrom('passkey as news')
    .innerJoin('passkey as own', 'own.patient_id', 'news.patient_id')
    .selectAll('news')
    .where('own.id', '=', passkeyId)
    .where('news.unannounced', '=', 1)
    .whereRef('news.created_at', '>', 'own.created_at')
    .orderBy('news.created_at')
    .execute()
}

export const announcePasskey = (tx: Transactor, id: string) =>
  tx.updateTable('passkey').set({ unannounced: 0 }).where('id', '=', id).execute()

export const deletePasskey = (tx: Transactor, id: string) =>
  tx.deleteFrom('passkey').where('id', '=', id).execute()
