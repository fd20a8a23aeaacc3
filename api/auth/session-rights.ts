import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import { lockPeople } from '../store/locks.ts'
import { deleteProofings } from '../store/people/proofings.ts'
import type { SessionRow } from '../store/people/rows.ts'
import { deleteRestingSessions, lockSession, updateSession } from '../store/people/sessions.ts'
import type { Store, Transactor } from '../store/store.ts'
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
      const change = { last_seen_at: now(), ...rights, secret_hash }
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
      await deleteRestingSessions(tx, { patient_id: patient.id, keep: session.id }, MOST_SESSIONS - 1)
      return {
        patient_id: patient.id,
        subject: patient.subject,
        proofed_at: same ? session.proofed_at : null,
        ...by,
        staff_key: null,
        expires_at: now() + ABSOLUTE_MS,
      }
    },
  }
}

export type SessionRights = ReturnType<typeof createSessionRights>
