import type { Person } from '../../auth/session-rights.ts'
import type { Databases } from '../../catalogue/load.ts'
import type { Intent } from '../../contract/patient.ts'
import { contradicts, type Made, stopsThatStand } from '../../domain/acting.ts'
import { findPatient } from '../../store/people/patients.ts'
import { disagreedOf, insertDisagreements, type MadeRow, madeOf } from '../../store/records/acting.ts'
import type { DecisionRow } from '../../store/records/rows.ts'
import { scopeOf } from '../../store/records/scopes.ts'
import type { Reader, Transactor } from '../../store/store.ts'

const made = (row: MadeRow): Made => ({ ...row, scope: scopeOf(row), by: row.acting_patient })

/** Whether somebody below the age of deciding alone wants to allow for themselves. They can stop. */
export const isUnderAge = async (
  db: Reader,
  { session, acting }: Pick<Person, 'session' | 'acting'>,
  choice: Intent['choice'],
): Promise<boolean> =>
  choice === 'allow' && !acting && (await findPatient(db, session.patient_id))?.under_age === 1

/**
 * Whether a stop stands that this representative cannot lift (I13). That two representatives disagree is noted, so that
 * waiting for a day does not lift it. The caller holds the lock of the person, and commits also where a stop stands.
 * @param at in ms since 1970.
 */
export async function stopStands(
  tx: Transactor,
  databases: Databases,
  { session, subject, acting }: Pick<Person, 'session' | 'subject' | 'acting'>,
  { choice, scope }: Pick<Intent, 'choice' | 'scope'>,
  at: number,
): Promise<boolean> {
  if (!acting || choice !== 'allow') return false
  const all = (await madeOf(tx, subject)).map(made)
  const allow = { scope, by: session.patient_id, at }
  const { stands, disagree } = stopsThatStand(allow, all, await disagreedOf(tx, subject), databases.all)
  await insertDisagreements(
    tx,
    disagree.map((decision_id) => ({ decision_id, subject, at })),
  )
  return stands
}

/** Notes a representative's stop that contradicts an allow of another one, in the transaction that records it. */
export async function noteContradiction(
  tx: Transactor,
  databases: Databases,
  row: DecisionRow,
): Promise<void> {
  const { id, subject, choice, acting_patient: by, recorded_at: at } = row
  if (by === null || choice !== 'stop') return
  const all = (await madeOf(tx, subject)).map(made)
  if (contradicts({ scope: scopeOf(row), by, at }, all, databases.all))
    await insertDisagreements(tx, [{ decision_id: id, subject, at }])
}
