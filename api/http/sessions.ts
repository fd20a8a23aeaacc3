import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Device, SessionAnswer } from '../contract/patient.ts'
import type { Deps } from '../deps.ts'
import { timestamp } from '../domain/calendar.ts'
import { ProblemError } from '../problem.ts'
import { findPatient, newsFor } from '../store/patients.ts'
import { deleteProofings } from '../store/proofings.ts'
import type { SessionRow } from '../store/schema.ts'
import { deleteSession, findSession, insertSession, updateSession } from '../store/sessions.ts'
import type { Transactor } from '../store/store.ts'
import { createCookie } from './cookies.ts'
import type { Env } from './env.ts'

const MINUTE = 60_000
const ABSOLUTE_MS = 60 * MINUTE
const IDLE_MS: Record<Device, number> = { personal: 10 * MINUTE, shared: 2 * MINUTE }
/** A session is not written anew for every request. */
const TOUCH_MS = 15_000
export const PROOFED_MS = 10 * MINUTE
const ASSERTED_MS = 5 * MINUTE

/** A session of a patient who has signed in. */
export type PatientSession = SessionRow & { patient_id: string; subject: string }

/** Cookie sessions of patients: started, found, rotated and ended here alone. */
export function createSessions({ config, store, chance }: Pick<Deps, 'config' | 'store' | 'chance'>) {
  const cookie = createCookie(config.origin, 'session', 'Strict')
  const now = () => chance.now().getTime()
  const endsAt = (session: SessionRow) =>
    Math.min(session.expires_at, session.last_seen_at + IDLE_MS[session.device])

  const isProofed = (session: SessionRow): boolean =>
    session.subject !== null && session.proofed_at !== null && now() - session.proofed_at <= PROOFED_MS

  const isAsserted = (session: SessionRow): boolean =>
    session.asserted_at !== null && now() - session.asserted_at <= ASSERTED_MS

  function freshSecret(c: Context<Env>): string {
    const secret = chance.bytes(32).toString('base64url')
    cookie.set(c, secret, ABSOLUTE_MS / 1000)
    return hashSecret(secret)
  }

  return {
    isProofed,
    /** Whether a passkey of this person answered just now, as changes of the account itself need. */
    isAsserted,

    /** Finds the session of the request's cookie, and lets one that has ended vanish. */
    load: createMiddleware<Env>(async (c, next) => {
      const secret = cookie.get(c)
      let session = secret ? await store.read((db) => findSession(db, hashSecret(secret))) : null
      if (session && endsAt(session) <= now()) {
        const { id } = session
        await store.transact((tx) => deleteSession(tx, id))
        session = null
      } else if (session && now() - session.last_seen_at > TOUCH_MS) {
        const { id } = session
        const last_seen_at = now()
        await store.transact((tx) => updateSession(tx, id, { last_seen_at }))
        session = { ...session, last_seen_at }
      }
      c.set('session', session)
      await next()
    }),

    /** The session of the request; a new anonymous one where there is none. Once shared, a session stays shared. */
    async ensure(c: Context<Env>, device: Device): Promise<SessionRow> {
      const existing = c.get('session')
      if (existing) {
        if (existing.device === device || existing.device === 'shared') return existing
        await store.transact((tx) => updateSession(tx, existing.id, { device }))
        return { ...existing, device }
      }
      const session: SessionRow = {
        id: chance.id(),
        secret_hash: freshSecret(c),
        patient_id: null,
        passkey_id: null,
        device,
        subject: null,
        proofed_at: null,
        asserted_at: null,
        last_seen_at: now(),
        expires_at: now() + ABSOLUTE_MS,
      }
      await store.transact((tx) => insertSession(tx, session))
      c.set('session', session)
      return session
    },

    /**
     * Makes a session `patient`'s: it gets a new secret, so that no cookie known before signs anybody in, and it
     * forgets whatever somebody else proofed in it.
     */
    async signIn(
      tx: Transactor,
      c: Context<Env>,
      session: SessionRow,
      patient: { id: string; subject: string },
      by: { passkey_id: string | null; asserted_at: number | null },
    ): Promise<SessionRow> {
      const same = session.subject === patient.subject
      if (!same) await deleteProofings(tx, session.id)
      const change: Partial<SessionRow> = {
        secret_hash: freshSecret(c),
        patient_id: patient.id,
        subject: patient.subject,
        proofed_at: same ? session.proofed_at : null,
        ...by,
        last_seen_at: now(),
        expires_at: now() + ABSOLUTE_MS,
      }
      await updateSession(tx, session.id, change)
      return { ...session, ...change }
    },

    async end(c: Context<Env>, session: SessionRow): Promise<void> {
      await store.transact((tx) => deleteSession(tx, session.id))
      cookie.clear(c)
    },

    /** @throws ProblemError not-signed-in */
    require(c: Context<Env>): SessionRow {
      const session = c.get('session')
      if (!session) throw new ProblemError('not-signed-in')
      return session
    },

    /** @throws ProblemError not-signed-in */
    requirePatient(c: Context<Env>): PatientSession {
      const session = c.get('session')
      if (!session?.patient_id || !session.subject) throw new ProblemError('not-signed-in')
      return { ...session, patient_id: session.patient_id, subject: session.subject }
    },

    async describe(session: SessionRow): Promise<SessionAnswer> {
      const { patient_id, passkey_id } = session
      const { patient, news } = await store.read(async (db) => ({
        patient: patient_id ? await findPatient(db, patient_id) : null,
        news: await newsFor(db, passkey_id),
      }))
      return {
        patient: patient ? { since: timestamp(patient.created_at) } : null,
        proofed: isProofed(session),
        device: session.device,
        expires_at: timestamp(endsAt(session)),
        new_passkeys: news.map(({ id, created_at }) => ({ id, created_at: timestamp(created_at) })),
      }
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>

/** What is kept of a secret that a browser holds. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
