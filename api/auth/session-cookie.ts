import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'
import type { SessionRow } from '../store/schema.ts'
import { createCookie } from './cookies.ts'

/** The cookie that says which session a browser is in. The store knows its hash alone. */
export function createSessionCookie({ config, chance }: Pick<Deps, 'config' | 'chance'>) {
  const cookie = createCookie(config.origin, 'session', 'Strict')
  return {
    get: cookie.get,
    clear: cookie.clear,

    /** A new secret, and what is kept of it. */
    secret() {
      const secret = chance.bytes(32).toString('base64url')
      return { secret, secret_hash: hashSecret(secret) }
    },

    /**
     * Gives the browser the secret of a session. Call it after the commit that made it true.
     * A shared device forgets its cookie when its browser ends, also when the power goes.
     */
    set(c: Context<Env>, session: SessionRow, secret: string): void {
      const left = Math.round((session.expires_at - chance.now().getTime()) / 1000)
      cookie.set(c, secret, session.device === 'shared' ? null : left)
    },
  }
}

export type SessionCookie = ReturnType<typeof createSessionCookie>

/** What is kept of a secret that a browser holds. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
