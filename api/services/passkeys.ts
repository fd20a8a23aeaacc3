import type { AuditTrail } from '../audit/trail.ts'
import type { SessionLife } from '../auth/session-life.ts'
import type { PatientSession, SessionRights } from '../auth/session-rights.ts'
import type { PasskeyChangeBody } from '../contract/patient.ts'
import type { Clock } from '../domain/clock.ts'
import { ProblemError } from '../problem.ts'
import { lockPeople } from '../store/locks.ts'
import { newsFor, noteKnown, removalsFor } from '../store/people/passkey-news.ts'
import { passkeysOf, removePasskey, renamePasskey } from '../store/people/passkeys.ts'
import { deleteSessionsOf } from '../store/people/sessions.ts'
import type { Store } from '../store/store.ts'

/** What a person does with their passkeys: name one, acknowledge one, remove one. */
export function createPasskeys({
  store,
  audit,
  clock,
  life,
  rights,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  life: SessionLife
  rights: SessionRights
}) {
  return {
    /** Names a passkey, or notes that the person knows of it. @throws ProblemError not-found, not-signed-in */
    async change(session: PatientSession, id: string, change: PasskeyChangeBody): Promise<void> {
      const { patient_id, passkey_id } = session
      await store.transact(async (tx) => {
        await lockPeople(tx, [session.subject])
        await rights.again(tx, session)
        if ('name' in change) {
          const own = await passkeysOf(tx, patient_id)
          if (!own.some((passkey) => passkey.id === id)) throw new ProblemError('not-found')
          return renamePasskey(tx, id, change.name)
        }
        // News that the holder of one passkey knows is still news to the others: nobody acknowledges it for them.
        const made = await newsFor(tx, passkey_id)
        const removed = await removalsFor(tx, passkey_id)
        const until =
          made.find((one) => one.id === id)?.created_at ?? removed.find((one) => one.id === id)?.removed_at
        if (until === undefined || passkey_id === null) throw new ProblemError('not-found')
        return noteKnown(tx, passkey_id, until)
      })
    },

    /**
     * Removes a passkey and ends every session that it signed in.
     * @throws ProblemError assertion-required, not-found, last-passkey, not-signed-in
     */
    async remove(session: PatientSession, passkey_id: string): Promise<void> {
      const { patient_id } = session
      await store.transact(async (tx) => {
        await lockPeople(tx, [session.subject])
        if (!life.isAsserted(await rights.again(tx, session))) throw new ProblemError('assertion-required')
        const own = await passkeysOf(tx, patient_id)
        const passkey = own.find(({ id }) => id === passkey_id)
        if (!passkey) throw new ProblemError('not-found')
        if (own.length === 1) throw new ProblemError('last-passkey')
        await removePasskey(tx, passkey, session.passkey_id, clock.now().getTime())
        await deleteSessionsOf(tx, { patient_id, passkey_id })
        await audit.record(tx, { kind: 'passkey-removed', reference: passkey_id })
      })
    },
  }
}

export type Passkeys = ReturnType<typeof createPasskeys>
