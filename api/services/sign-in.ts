import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Logger } from 'pino'
import type { AuditTrail } from '../audit/trail.ts'
import { type Challenges, orReject } from '../auth/challenges.ts'
import { noteUse } from '../auth/passkey-again.ts'
import type { Renewed, SessionRights } from '../auth/session-rights.ts'
import { timestamp } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import { type Expectation, verifyAssertion } from '../domain/passkey.ts'
import type { Random } from '../domain/random.ts'
import type { Limits } from '../http/limits.ts'
import { ProblemError } from '../problem.ts'
import type { Kiosks, StaffKey } from '../registries/kiosks.ts'
import { noteAccount } from '../store/people/account-events.ts'
import { findPasskey, findRemovedPasskey } from '../store/people/passkeys.ts'
import type { SessionRow } from '../store/people/rows.ts'
import type { Store } from '../store/store.ts'

/** Signs in patients and a clinic's staff by a passkey that answers a challenge of their session. */
export function createSignIn({
  store,
  audit,
  clock,
  random,
  kiosks,
  limits,
  challenges,
  rights,
  log,
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
  kiosks: Kiosks
  limits: Pick<Limits, 'chargeSignIn'>
  challenges: Challenges
  rights: SessionRights
  log: Logger
}) {
  /**
   * Refuses a passkey that no account has. Only a person who signs with a removed passkey hears that it was removed.
   * To everyone else it looks like an id that never existed. @throws ProblemError passkey-rejected, passkey-removed
   */
  async function refuseUnknown(response: AuthenticationResponseJSON, expected: Expectation): Promise<never> {
    const removed = await store.read((db) => findRemovedPasskey(db, response.id))
    if (!removed) throw new ProblemError('passkey-rejected', { reason: 'unknown credential' })
    await orReject(verifyAssertion(response, removed, expected, 'by-user-handle'))
    throw new ProblemError('passkey-removed', { removed_at: timestamp(removed.removed_at) })
  }

  return {
    /** @throws ProblemError challenge-expired, passkey-rejected, passkey-removed, rate-limited, not-signed-in */
    async patient(session: SessionRow, response: AuthenticationResponseJSON): Promise<Renewed> {
      const { expected } = await challenges.take(session, 'sign-in', response)
      const passkey = await store.read((db) => findPasskey(db, response.id))
      if (!passkey) return refuseUnknown(response, expected)
      const used = await orReject(verifyAssertion(response, passkey, expected, 'by-user-handle'))
      // Charged only after verification: naming somebody's passkey must not use up its owner's limit.
      limits.chargeSignIn(passkey.patient.subject)
      const at = clock.now().getTime()
      const happened = { subject: passkey.patient.subject, device: session.device, at }
      return rights.gain(session, [passkey.patient.subject], async (tx, current) => {
        const noted = await noteUse(tx, passkey, { ...used, at })
        await audit.record(tx, { kind: 'sign-in', reference: session.id }, ...noted)
        await noteAccount(tx, [
          { ...happened, id: random.id(), kind: 'signed-in' },
          ...noted.map(() => ({ ...happened, id: random.id(), kind: 'counter-back' as const })),
        ])
        const by = { passkey_id: passkey.id, asserted_at: at }
        return rights.asPatient(tx, current, passkey.patient, by)
      })
    },

    /** @throws ProblemError challenge-expired, passkey-rejected, not-signed-in */
    async staff(
      session: SessionRow,
      response: AuthenticationResponseJSON,
    ): Promise<{ staff: StaffKey; renewed: Renewed }> {
      const { expected } = await challenges.take(session, 'staff', response)
      const staff = kiosks.staffKey(response.id)
      if (!staff) throw new ProblemError('passkey-rejected', { reason: 'not a key of staff' })
      // The operator wrote down only id and key: no counter, no owner's handle.
      const passkey = { ...staff, counter: 0, transports: [], backup_eligible: false, user_handle: '' }
      const { userHandle: _unused, ...assertion } = response.response
      const roamed = { ...response, response: assertion }
      await orReject(verifyAssertion(roamed, passkey, { ...expected, device: 'shared' }, 'before'))
      const renewed = await rights.gain(session, [], (tx, current) => {
        if (kiosks.staffKey(staff.id)?.public_key !== staff.public_key)
          throw new ProblemError('passkey-rejected', { reason: 'the key was taken out meanwhile' })
        return rights.asStaff(tx, current, staff.id)
      })
      log.info({ staff_key: staff.id }, 'staff signed in')
      return { staff, renewed }
    },
  }
}

export type SignIn = ReturnType<typeof createSignIn>
