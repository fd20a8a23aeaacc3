import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Device, SessionAnswer } from '../contract/patient.ts'
import type { Deps } from '../deps.ts'
import { timestamp } from '../domain/calendar.ts'
import type { Kiosk } from '../kiosks.ts'
import { ProblemError } from '../problem.ts'
import { endVisits } from '../store/kiosks.ts'
import { findPatient, newsFor } from '../store/patients.ts'
import { deleteProofings } from '../store/proofings.ts'
import type { SessionRow } from '../store/schema.ts'
import { deleteSession, findSession, insertSession, updateSession } from '../store/sessions.ts'
import type { Transactor } from '../store/store.ts'
import { createCookie, createProofingCookie } from './cookies.ts'
import type { Env } from './env.ts'

const MINUTE = 60_000
const ABSOLUTE_MS = 60 * MINUTE
/** Staff stay at their desk for a working day. */
const STAFF_MS = 10 * 60 * MINUTE
const IDLE_MS: Record<Device, number> = { personal: 10 * MINUTE, shared: 2 * MINUTE }
/** A session is not written anew for every request. */
const TOUCH_MS = 15_000
export const PROOFED_MS = 10 * MINUTE
/** What a page of a kiosk says with each request: the visit that it belongs to. */
const VISIT_HEADER = 'Erabu-Visit'
const ASSERTED_MS = 5 * MINUTE

/** A session of a patient who has signed in. */
export type PatientSession = SessionRow & { patient_id: string; subject: string }

/** Cookie sessions of patients: started, found, rotated and ended here alone. */
export function createSessions({
  config,
  kiosks,
  store,
  chance,
}: Pick<Deps, 'config' | 'kiosks' | 'store' | 'chance'>) {
  const cookie = createCookie(config.origin, 'session', 'Strict')
  const proofingCookie = createProofingCookie(config.origin)
  const now = () => chance.now().getTime()
  const endsAt = (session: SessionRow) =>
    Math.min(session.expires_at, session.last_seen_at + IDLE_MS[session.device])

  const isProofed = (session: SessionRow): boolean =>
    session.subject !== null && session.proofed_at !== null && now() - session.proofed_at <= PROOFED_MS

  const isAsserted = (session: SessionRow): boolean =>
    session.asserted_at !== null && now() - session.asserted_at <= ASSERTED_MS

  /** Over by time, or because its kiosk is in service no more. */
  const hasEnded = (session: SessionRow): boolean =>
    endsAt(session) <= now() || (session.kiosk_id !== null && !kiosks.inService(session.kiosk_id))

  /** A shared device forgets its cookie when its browser ends, also when the power goes. */
  function freshSecret(c: Context<Env>, device: Device, life = ABSOLUTE_MS): string {
    const secret = chance.bytes(32).toString('base64url')
    cookie.set(c, secret, device === 'shared' ? null : life / 1000)
    return hashSecret(secret)
  }

  async function start(c: Context<Env>, device: Device, kiosk: Kiosk | null): Promise<SessionRow> {
    // In production a shared device is a registered kiosk, or there is none.
    if (device === 'shared' && !kiosk && config.production) throw new ProblemError('kiosk-refused')
    const session: SessionRow = {
      id: chance.id(),
      secret_hash: freshSecret(c, device),
      patient_id: null,
      passkey_id: null,
      device,
      subject: null,
      proofed_at: null,
      asserted_at: null,
      kiosk_id: kiosk?.id ?? null,
      staff_key: null,
      last_seen_at: now(),
      expires_at: now() + ABSOLUTE_MS,
    }
    await store.transact((tx) => insertSession(tx, session))
    c.set('session', session)
    return session
  }

  return {
    isProofed,
    /** Whether a passkey of this person answered just now, as changes of the account itself need. */
    isAsserted,

    /**
     * Finds the session of the request's cookie, and lets one that has ended vanish. A page that says which visit it
     * belongs to acts in that one or in none, whatever cookie a late answer has brought.
     */
    load: createMiddleware<Env>(async (c, next) => {
      const secret = cookie.get(c)
      let session = secret ? await store.read((db) => findSession(db, hashSecret(secret))) : null
      const visit = c.req.header(VISIT_HEADER)
      if (session && visit !== undefined && visit !== session.id) session = null
      if (session && hasEnded(session)) {
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
        if (config.production) throw new ProblemError('kiosk-refused')
        await store.transact((tx) => updateSession(tx, existing.id, { device }))
        return { ...existing, device }
      }
      return start(c, device, null)
    },

    /**
     * Begins a visit at a kiosk, which has one at a time. It inherits nothing: whatever session the browser came with,
     * and every other visit here, has ended before.
     */
    async beginVisit(c: Context<Env>, kiosk: Kiosk): Promise<SessionRow> {
      const before = c.get('session')
      await store.transact(async (tx) => {
        if (before) await deleteSession(tx, before.id)
        await endVisits(tx, kiosk.id)
      })
      return start(c, 'shared', kiosk)
    },

    /** Makes a session the one of a staff's key, with a new secret and without whoever was in it before. */
    async signInStaff(c: Context<Env>, session: SessionRow, staff_key: string): Promise<void> {
      await store.transact(async (tx) => {
        await deleteProofings(tx, session.id)
        await updateSession(tx, session.id, {
          secret_hash: freshSecret(c, session.device, STAFF_MS),
          patient_id: null,
          passkey_id: null,
          subject: null,
          proofed_at: null,
          asserted_at: null,
          staff_key,
          last_seen_at: now(),
          expires_at: now() + STAFF_MS,
        })
      })
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
        secret_hash: freshSecret(c, session.device),
        patient_id: patient.id,
        subject: patient.subject,
        proofed_at: same ? session.proofed_at : null,
        ...by,
        staff_key: null,
        last_seen_at: now(),
        expires_at: now() + ABSOLUTE_MS,
      }
      await updateSession(tx, session.id, change)
      return { ...session, ...change }
    },

    /** Ends the session of the request, if there is one. A shared device is told to forget everything else, too. */
    async end(c: Context<Env>): Promise<void> {
      const session = c.get('session')
      if (!session) return
      await store.transact((tx) => deleteSession(tx, session.id))
      cookie.clear(c)
      proofingCookie.clear(c)
      if (session.device === 'shared') forgetSite(c)
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

/** Tells the browser to drop whatever it keeps of this site. */
export const forgetSite = (c: Context<Env>) => c.header('Clear-Site-Data', '"cache","cookies","storage"')

/** What is kept of a secret that a browser holds. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
