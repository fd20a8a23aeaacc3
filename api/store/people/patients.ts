import type { Reader, Transactor } from '../store.ts'
import type { PatientRow } from './rows.ts'

export const findPatient = async (db: Reader, id: string): Promise<PatientRow | null> =>
  (await db.selectFrom('patient').selectAll().where('id', '=', id).executeTakeFirst()) ?? null

export const findPatientBySubject = async (db: Reader, subject: string): Promise<PatientRow | null> =>
  (await db.selectFrom('patient').selectAll().where('subject', '=', subject).executeTakeFirst()) ?? null

export const insertPatient = (tx: Transactor, patient: PatientRow) =>
  tx.insertInto('patient').values(patient).execute()

/** Notes whether a person is below the age of deciding alone. */
export const setUnderAge = (tx: Transactor, id: string, under_age: number) =>
  tx.updateTable('patient').set({ under_age }).where('id', '=', id).execute()
