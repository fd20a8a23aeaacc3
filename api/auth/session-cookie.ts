import type { Context } from 'hono'
import type { Config } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import type { Env } from '../http/env.ts'
import type { SessionRow } from '../store/schema.ts'
import { createCookie } from './cookies.ts'

/** The cookie that says which session a browser is in. The store knows its hash alone. */
export function createSessionCookie({ config, clock }: { config: Config; clock: Clock }) {
  const cookie = createCookie(config.origin, 'session', 'Strict')
  return {
    get: cookie.get,
    clear: cookie.clear,

    /**
     * Gives the browser the secret of a session. Call it after the commit that made it true.
     * A shared device forgets its cookie when its browser ends, also when the power goes.
     */
    set(c: Context<Env>, session: SessionRow, secret: string): void {
      const left = Math.round((session.expires_at - clock.now().getTime()) / 1000)
      cookie.set(c, secret, session.device === 'shared' ? null : left)
    },
  }
}

export type SessionCookie = ReturnType<typeof createSessionCookie>
