import type { SessionLife } from '../../auth/session-life.ts'
import type { KnownSession, SessionRights } from '../../auth/session-rights.ts'
import { ProblemError } from '../../problem.ts'
import { lockPeople } from '../../store/locks.ts'
import { findPatientBySubject } from '../../store/people/patients.ts'
import { deleteSubscriptionsOf } from '../../store/people/pushes.ts'
import { noteSafety, safetyOf } from '../../store/people/safe-people.ts'
import type { Reader, Store, Transactor } from '../../store/store.ts'

/** Whether no names of places may be shown of a person. */
export const isSafe = async (db: Reader, subject: string): Promise<boolean> =>
  (await safetyOf(db, subject)) !== null

/** Whom a request is about, and whose session it is. */
export type Asking = { subject: string; session: { subject: string } }

/** Whether whoever asks about a person is shown no places: the person is in safe mode, or who acts for them is. */
export const hidesPlaces = async (db: Reader, { subject, session }: Asking): Promise<boolean> =>
  (await isSafe(db, subject)) || (await isSafe(db, session.subject))

/** Ends the pushes to every device of a person. */
async function endPushes(tx: Transactor, subject: string): Promise<void> {
  const patient = await findPatientBySubject(tx, subject)
  if (patient) await deleteSubscriptionsOf(tx, { patient_id: patient.id, keep: '' })
}

/** Notes what the portal says of a person whom it identifies: with 不開示 safe mode begins, and stays while it says so. */
export async function noteNotDisclosed(
  tx: Transactor,
  subject: string,
  not_disclosed: boolean,
): Promise<void> {
  await noteSafety(tx, subject, { portal: not_disclosed ? 1 : 0 })
  if (not_disclosed) await endPushes(tx, subject)
}

/** 人に見られたくないとき: a person in danger turns safe mode on, and off again. */
export function createSafety({
  store,
  rights,
  life,
}: {
  store: Store
  rights: SessionRights
  life: SessionLife
}) {
  return {
    /** Whether no names of places may be shown of a person; nothing of theirs is shown to who acts for them. */
    isSafe: (subject: string): Promise<boolean> => store.read((db) => isSafe(db, subject)),

    /**
     * Turns safe mode on or off. Off needs a passkey that has just answered: who finds an open session shows no names.
     * @throws ProblemError not-signed-in, assertion-required, not-disclosed
     */
    choose: (session: KnownSession, on: boolean): Promise<void> =>
      store.transact(async (tx) => {
        const { subject } = session
        await lockPeople(tx, [subject])
        const current = await rights.again(tx, session)
        if (!on && (await safetyOf(tx, subject))?.portal === 1) throw new ProblemError('not-disclosed')
        if (!on && !life.isAsserted(current)) throw new ProblemError('assertion-required')
        await noteSafety(tx, subject, { chosen: on ? 1 : 0 })
        if (on) await endPushes(tx, subject)
      }),
  }
}

export type Safety = ReturnType<typeof createSafety>
