import type { WithFor } from '../contract/acting.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import { lockPeople } from '../store/locks.ts'
import { setUnderAge } from '../store/people/patients.ts'
import { deleteProofings } from '../store/people/proofings.ts'
import type { SessionRow } from '../store/people/rows.ts'
import { deleteRestingSessions, lockSession, updateSession } from '../store/people/sessions.ts'
import type { Store, Transactor } from '../store/store.ts'
import type { Acting } from './acting.ts'
import { newSecret } from './secrets.ts'
import { ABSOLUTE_MS, type SessionLife, STAFF_MS } from './session-life.ts'

/** The session continues under another secret: a concurrent request let it gain rights. */
export class Superseded extends ProblemError {
  constructor() {
    super('not-signed-in', { reason: 'the session has another secret by now' })
  }
}

/** A session of a patient who has signed in. */
export type PatientSession = SessionRow & { patient_id: string; subject: string }

/** A session of a patient, or of somebody whom the portal has just identified. */
export type KnownSession = SessionRow & { subject: string }

/**
 * Whom a request is about: the patient who has signed in, or somebody for whom the session acts. `told`: what the answer
 * says of it.
 */
export type Person = {
  session: PatientSession
  subject: string
  acting: Acting | null
  told: WithFor
}

/** Whoever signed in, about themselves. */
export const asSelf = (session: PatientSession): Person => ({
  session,
  subject: session.subject,
  acting: null,
  told: {},
})

/** A session that has gained rights, and its new secret. The route sets the secret in the browser after the commit. */
export type Renewed = { session: SessionRow; secret: string }

/** Most sessions of one person: more than anybody has devices. */
const MOST_SESSIONS = 20

/**
 * The rights of a request are true when it comes in. Whatever acts checks them again inside its own transaction. A
 * session gains rights only here.
 */
export function createSessionRights({
  store,
  clock,
  random,
  life,
}: {
  store: Store
  clock: Clock
  random: Random
  life: SessionLife
}) {
  const now = () => clock.now().getTime()

  /**
   * The session as it stands in the transaction that acts, locked until its end. Every gain of rights changes the
   * secret, so a session with the same secret has the rights it came with.
   * @throws ProblemError not-signed-in when it has ended, or its passkey was removed. @throws Superseded
   */
  async function again<S extends SessionRow>(tx: Transactor, session: S): Promise<S> {
    const current = await lockSession(tx, session.id)
    if (!current || life.hasEnded(current)) throw new ProblemError('not-signed-in')
    if (current.secret_hash !== session.secret_hash) throw new Superseded()
    return { ...session, ...current }
  }

  /**
   * Lets a session gain the rights that `act` returns, under a new secret. The old secret ends with the commit. The
   * browser is given the new one after it, so a transaction that runs again sets one cookie.
   * @param people whom the transaction is about. @throws ProblemError not-signed-in @throws Superseded
   */
  async function gain(
    session: SessionRow,
    people: readonly string[],
    act: (tx: Transactor, session: SessionRow) => Promise<Partial<SessionRow>>,
  ): Promise<Renewed> {
    return store.transact(async (tx) => {
      await lockPeople(tx, people)
      const current = await again(tx, session)
      const rights = await act(tx, current)
      const { secret, secret_hash } = newSecret(random)
      // Whom a session acted for ends with every other gain.
      const change = { last_seen_at: now(), acting: null, ...rights, secret_hash }
      await updateSession(tx, session.id, change)
      return { session: { ...current, ...change }, secret }
    })
  }

  return {
    again,
    gain,

    /** Rights of a staff key, for `gain`. The session forgets who was in it before. */
    async asStaff(tx: Transactor, { id }: SessionRow, staff_key: string): Promise<Partial<SessionRow>> {
      await deleteProofings(tx, id)
      return {
        patient_id: null,
        passkey_id: null,
        subject: null,
        proofed_at: null,
        asserted_at: null,
        represents: 0,
        under_age: 0,
        staff_key,
        expires_at: now() + STAFF_MS,
      }
    },

    /**
     * Rights of `patient`, for `gain`. The session forgets what anybody else proofed in it. At `MOST_SESSIONS` the
     * least recently used session of the person ends.
     */
    async asPatient(
      tx: Transactor,
      session: SessionRow,
      patient: { id: string; subject: string },
      by: { passkey_id: string | null; asserted_at: number | null },
    ): Promise<Partial<SessionRow>> {
      const same = session.subject === patient.subject
      if (!same) await deleteProofings(tx, session.id)
      // What the portal said of the person's age just now holds for the account from here on.
      if (same && session.proofed_at !== null) await setUnderAge(tx, patient.id, session.under_age)
      await deleteRestingSessions(tx, { patient_id: patient.id, keep: session.id }, MOST_SESSIONS - 1)
      return {
        patient_id: patient.id,
        subject: patient.subject,
        proofed_at: same ? session.proofed_at : null,
        represents: same ? session.represents : 0,
        under_age: same ? session.under_age : 0,
        ...by,
        staff_key: null,
        expires_at: now() + ABSOLUTE_MS,
      }
    },
  }
}

export type SessionRights = ReturnType<typeof createSessionRights>
