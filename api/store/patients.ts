import type { Passkey } from '../domain/passkey.ts'
import type { PasskeyRow, PatientRow, RemovedPasskeyRow } from './schema.ts'
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
 * @returns false, and changes nothing, when it is gone, is another one by now, or has counted on to `used.counter`;
 * one that is synced counts on each device by itself.
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

/** Removed passkeys that are told: each stays in the store, so that its id never comes back. */
const REMOVALS_TOLD = 50

/** The passkeys that were removed last from an account, newest first. */
export const removedPasskeysOf = (db: Reader, patientId: string): Promise<RemovedPasskeyRow[]> =>
  db
    .selectFrom('removed_passkey')
    .selectAll()
    .where('patient_id', '=', patientId)
    .orderBy('removed_at', 'desc')
    .limit(REMOVALS_TOLD)
    .execute()

/** Removes a passkey; what it was, when and by which one it was removed stays. */
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
 * A removed passkey in the shape that verification takes: to tell whoever holds its key, and nobody else. Its counter
 * starts again, for nothing comes of its assertion. Null when there is none, or its key was not kept.
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
