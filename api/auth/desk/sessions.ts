import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Config } from '../../config.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Random } from '../../domain/random.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import type { DeskSessionRow } from '../../store/desk/rows.ts'
import {
  deleteDeskSession,
  findDeskSession,
  insertDeskSession,
  updateDeskSession,
} from '../../store/desk/sessions.ts'
import { unlessUnwritable } from '../../store/errors.ts'
import type { Store } from '../../store/store.ts'
import { createCookie } from '../cookies.ts'
import { hashSecret, newSecret } from '../secrets.ts'
import { DESK_MS, type DeskRights, type RenewedDesk, type StaffSession } from './rights.ts'

/** A session's last use is written at most this often. */
const TOUCH_MS = 15_000

/** Sessions of a desk's staff, under a cookie of their own: no session is a patient's and a desk's. */
export function createDeskSessions({
  config,
  store,
  clock,
  random,
  deskRights,
}: {
  config: Config
  store: Store
  clock: Clock
  random: Random
  deskRights: DeskRights
}) {
  const cookie = createCookie(config.origin, 'desk', 'Strict')
  const now = () => clock.now().getTime()

  /** Sets the new secret of its session in the browser. Call it once, after the commit. */
  function renew(c: Context<Env>, { session, secret }: RenewedDesk): DeskSessionRow {
    cookie.set(c, secret, null)
    c.set('deskSession', session)
    return session
  }

  return {
    renew,

    /** Finds the session of the request's cookie. */
    load: createMiddleware<Env>(async (c, next) => {
      const secret = cookie.get(c)
      let session = secret ? await store.read((db) => findDeskSession(db, hashSecret(secret))) : null
      if (session && deskRights.hasEnded(session)) session = null
      else if (session && now() - session.last_seen_at > TOUCH_MS) {
        const [{ id }, last_seen_at] = [session, now()]
        await store.transact((tx) => updateDeskSession(tx, id, { last_seen_at })).catch(unlessUnwritable)
        session = { ...session, last_seen_at }
      }
      c.set('deskSession', session)
      await next()
    }),

    /** The session of the request; a new one, in which nobody is known, where there is none. */
    async ensure(c: Context<Env>): Promise<DeskSessionRow> {
      const existing = c.get('deskSession')
      if (existing) return existing
      const { secret, secret_hash } = newSecret(random)
      const at = now()
      const session = {
        id: random.id(),
        secret_hash,
        staff_id: null,
        last_seen_at: at,
        expires_at: at + DESK_MS,
      }
      await store.transact((tx) => insertDeskSession(tx, session))
      return renew(c, { session, secret })
    },

    /** @throws ProblemError not-signed-in */
    require(c: Context<Env>): DeskSessionRow {
      const session = c.get('deskSession')
      if (!session) throw new ProblemError('not-signed-in')
      return session
    },

    /** @throws ProblemError not-signed-in */
    requireStaff(c: Context<Env>): StaffSession {
      const session = c.get('deskSession')
      if (!session?.staff_id) throw new ProblemError('not-signed-in')
      return { ...session, staff_id: session.staff_id }
    },

    async end(c: Context<Env>): Promise<void> {
      const session = c.get('deskSession')
      if (session) await store.transact((tx) => deleteDeskSession(tx, session.id))
      cookie.clear(c)
    },
  }
}

export type DeskSessions = ReturnType<typeof createDeskSessions>
