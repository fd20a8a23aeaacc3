import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Config } from '../config.ts'
import type { Device, SessionAnswer } from '../contract/patient.ts'
import { timestamp } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import type { Env } from '../http/env.ts'
import { ProblemError } from '../problem.ts'
import type { Kiosk } from '../registries/kiosks.ts'
import { unlessUnwritable } from '../store/errors.ts'
import { endVisits, updateKiosk } from '../store/people/kiosks.ts'
import { newsFor, removalsFor } from '../store/people/passkey-news.ts'
import { findPatient } from '../store/people/patients.ts'
import { deleteSubscriptionsOf } from '../store/people/pushes.ts'
import type { SessionRow } from '../store/people/rows.ts'
import { safetyOf } from '../store/people/safe-people.ts'
import {
  deleteSession,
  findSession,
  insertSession,
  lockSession,
  updateSession,
} from '../store/people/sessions.ts'
import type { Store, Transactor } from '../store/store.ts'
import { actingOf, actingView, forOf } from './acting.ts'
import { createProofingCookie } from './cookies.ts'
import { removedView } from './removed-view.ts'
import { hashSecret, newSecret } from './secrets.ts'
import { createSessionCookie } from './session-cookie.ts'
import { ABSOLUTE_MS, type SessionLife } from './session-life.ts'
import {
  asSelf,
  type KnownSession,
  type PatientSession,
  type Person,
  type Renewed,
  type SessionRights,
} from './session-rights.ts'

/** A session's last use is written at most this often. */
const TOUCH_MS = 15_000
/** Requests that a page repeats by itself, without a person. They keep no session alive. */
const BY_ITSELF = /^\/api\/(kiosk(?!\/staff)(\/.*)?|portal\/requests\/[^/]+)$/
/** Requests and answers of a kiosk's page name the visit that they belong to in this header. */
const VISIT_HEADER = 'Erabu-Visit'

/** Cookie sessions of patients, as requests bring them. Only here are they started, found, renewed and ended. */
export function createSessions({
  config,
  store,
  clock,
  random,
  life,
  rights,
}: {
  config: Config
  store: Store
  clock: Clock
  random: Random
  life: SessionLife
  rights: SessionRights
}) {
  const cookie = createSessionCookie({ config, clock })
  const proofingCookie = createProofingCookie(config.origin)
  const now = () => clock.now().getTime()

  /** Starts a session in which nobody is known. `before`: runs first in its transaction. */
  async function start(
    c: Context<Env>,
    device: Device,
    kiosk: Kiosk | null,
    before: (tx: Transactor) => Promise<void> = async () => {},
  ): Promise<SessionRow> {
    // In production a shared device must be a registered kiosk.
    if (device === 'shared' && !kiosk && config.production) throw new ProblemError('kiosk-refused')
    const { secret, secret_hash } = newSecret(random)
    const session: SessionRow = {
      id: random.id(),
      secret_hash,
      patient_id: null,
      passkey_id: null,
      device,
      subject: null,
      proofed_at: null,
      asserted_at: null,
      kiosk_id: kiosk?.id ?? null,
      staff_key: null,
      represents: 0,
      under_age: 0,
      acting: null,
      last_seen_at: now(),
      expires_at: now() + ABSOLUTE_MS,
    }
    await store.transact(async (tx) => {
      await before(tx)
      await insertSession(tx, session)
    })
    renew(c, { session, secret })
    sayVisit(c, session)
    return session
  }

  /** Sets the new secret of its session in the browser. Call it once, after the commit. */
  function renew(c: Context<Env>, { session, secret }: Renewed): SessionRow {
    cookie.set(c, session, secret)
    c.set('session', session)
    return session
  }

  /** Names the visit in an answer, so that no page of another visit shows it. */
  function sayVisit(c: Context<Env>, session: SessionRow | null): void {
    if (session?.kiosk_id) c.header(VISIT_HEADER, session.id)
  }

  function requireSignedIn(c: Context<Env>): PatientSession {
    const session = c.get('session')
    if (!session?.patient_id || !session.subject) throw new ProblemError('not-signed-in')
    return { ...session, patient_id: session.patient_id, subject: session.subject }
  }

  /** Makes the browser forget a session that has ended. A shared device is told to forget everything else as well. */
  function forget(c: Context<Env>, session: SessionRow): void {
    cookie.clear(c)
    proofingCookie.clear(c)
    if (session.device === 'shared') forgetSite(c)
  }

  /** Ends a session that was found expired, unless a concurrent request has renewed it. */
  const letVanish = (session: SessionRow) =>
    store.transact(async (tx) => {
      const current = await lockSession(tx, session.id)
      if (current && life.hasEnded(current)) await deleteSession(tx, session.id)
    })

  return {
    renew,

    /**
     * Finds the session of the request's cookie, and removes one that has ended. A page that names its visit acts in
     * that visit or in none, whatever cookie a late answer has brought.
     */
    load: createMiddleware<Env>(async (c, next) => {
      const secret = cookie.get(c)
      let session = secret ? await store.read((db) => findSession(db, hashSecret(secret))) : null
      const visit = c.req.header(VISIT_HEADER)
      if (session && visit !== undefined && visit !== session.id) session = null
      if (session && life.hasEnded(session)) {
        await letVanish(session).catch(unlessUnwritable)
        session = null
      } else if (session && !BY_ITSELF.test(c.req.path) && now() - session.last_seen_at > TOUCH_MS) {
        const { id } = session
        const last_seen_at = now()
        await store.transact((tx) => updateSession(tx, id, { last_seen_at })).catch(unlessUnwritable)
        session = { ...session, last_seen_at }
      }
      c.set('session', session)
      sayVisit(c, session)
      await next()
    }),

    /** The session of the request; a new anonymous one where there is none. A shared session stays shared. */
    async ensure(c: Context<Env>, device: Device): Promise<SessionRow> {
      const existing = c.get('session')
      if (existing) {
        if (existing.device === device || existing.device === 'shared') return existing
        if (config.production) throw new ProblemError('kiosk-refused')
        return renew(c, await rights.gain(existing, [], async () => ({ device })))
      }
      return start(c, device, null)
    },

    /**
     * Begins a visit at a kiosk, which has one at a time. It inherits nothing: the browser's former session and every
     * other visit here end in the same transaction.
     */
    beginVisit(c: Context<Env>, kiosk: Kiosk): Promise<SessionRow> {
      const before = c.get('session')
      return start(c, 'shared', kiosk, async (tx) => {
        // Locks the kiosk's row, so that of two visits that begin at once the second waits.
        await updateKiosk(tx, kiosk.id, { seen_at: now() })
        if (before) await deleteSession(tx, before.id)
        await endVisits(tx, kiosk.id)
      })
    },

    forget,

    /** Ends the session of the request, if there is one, and the pushes to its device. */
    async end(c: Context<Env>): Promise<void> {
      const session = c.get('session')
      if (!session) return
      await store.transact(async (tx) => {
        await deleteSession(tx, session.id)
        await deleteSubscriptionsOf(tx, { session_id: session.id })
      })
      forget(c, session)
    },

    /** @throws ProblemError not-signed-in */
    require(c: Context<Env>): SessionRow {
      const session = c.get('session')
      if (!session) throw new ProblemError('not-signed-in')
      return session
    },

    /** Whoever signed in, also while the session acts for somebody. @throws ProblemError not-signed-in */
    requireSignedIn,

    /** Whoever signed in, and acts for nobody else. @throws ProblemError not-signed-in, acting */
    requirePatient(c: Context<Env>): PatientSession {
      const session = requireSignedIn(c)
      if (session.acting !== null) throw new ProblemError('acting')
      return session
    },

    /**
     * Whom the request is about. @param late whether it may come after the time to act is over: then it changes nothing.
     * @throws ProblemError not-signed-in, proofing-required
     */
    requirePerson(c: Context<Env>, { late = false } = {}): Person {
      const session = requireSignedIn(c)
      const acting = actingOf(session)
      if (!acting) return asSelf(session)
      if (!late && now() >= acting.until) throw new ProblemError('proofing-required')
      return { session, subject: acting.subject, acting, told: { for: forOf(acting) } }
    },

    /** Somebody who has signed in, or whom the portal has just identified. @throws ProblemError not-signed-in */
    requireKnown(c: Context<Env>): KnownSession {
      const session = c.get('session')
      if (!session?.subject || !(session.patient_id || life.isProofed(session)))
        throw new ProblemError('not-signed-in')
      return { ...session, subject: session.subject }
    },

    async describe(session: SessionRow): Promise<SessionAnswer> {
      const { patient_id, passkey_id, subject } = session
      const acting = actingOf(session)
      const proofed = life.isProofed(session)
      const { patient, news, removals, safety, own } = await store.read(async (db) => ({
        patient: patient_id ? await findPatient(db, patient_id) : null,
        // Nothing of the account of whoever acts is told meanwhile.
        news: acting ? [] : await newsFor(db, passkey_id),
        removals: acting ? [] : await removalsFor(db, passkey_id),
        safety: acting ? await safetyOf(db, acting.subject) : null,
        own: subject ? await safetyOf(db, subject) : null,
      }))
      const safe = safety ?? own
      return {
        patient: patient ? { since: timestamp(patient.created_at) } : null,
        proofed,
        device: session.device,
        expires_at: timestamp(life.endsAt(session)),
        new_passkeys: news.map(({ id, created_at }) => ({ id, created_at: timestamp(created_at) })),
        removed_passkeys: removals.map(removedView),
        ...(safe && { safe: safe.portal === 1 ? ('portal' as const) : ('chosen' as const) }),
        ...(acting ? { for: actingView(acting) } : {}),
        ...(proofed && session.represents > 0 ? { represents: session.represents } : {}),
      }
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>

/** Tells the browser to drop everything it keeps of this site. */
export const forgetSite = (c: Context<Env>) => c.header('Clear-Site-Data', '"cache","cookies","storage"')
