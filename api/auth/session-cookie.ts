import type { Context } from 'hono'
import type { Config } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import type { Env } from '../http/env.ts'
import type { SessionRow } from '../store/people/rows.ts'
import { createCookie } from './cookies.ts'

/** The cookie that names the session of a browser. The store knows only its hash. */
export function createSessionCookie({ config, clock }: { config: Config; clock: Clock }) {
  const cookie = createCookie(config.origin, 'session', 'Strict')
  return {
    /** The secret. An address that somebody types has none: what we answer is for pages, and no page would end it. */
    get: (c: Context<Env>): string | undefined =>
      c.req.header('sec-fetch-mode') === 'navigate' ? undefined : cookie.get(c),
    clear: cookie.clear,

    /**
     * Sets the secret of a session in the browser. Call it after the commit that made it valid. A shared device
     * forgets its cookie when its browser ends, also at a power cut.
     */
    set(c: Context<Env>, session: SessionRow, secret: string): void {
      const left = Math.round((session.expires_at - clock.now().getTime()) / 1000)
      cookie.set(c, secret, session.device === 'shared' ? null : left)
    },
  }
}

export type SessionCookie = ReturnType<typeof createSessionCookie>
