import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { ProblemError } from '../problem.ts'
import type { Env } from './env.ts'

/**
 * A host-bound cookie: `__Host-<name>` and Secure, or plain `<name>` on http://localhost, where browsers would
 * drop the other.
 */
export function createCookie(origin: string, name: string, sameSite: 'Strict' | 'Lax') {
  const secure = origin.startsWith('https:')
  const fullName = secure ? `__Host-${name}` : name
  const attributes = { path: '/', secure, httpOnly: true, sameSite } as const
  return {
    /** @throws ProblemError invalid-request when it is there twice: somebody else than us has set one of them. */
    get(c: Context<Env>): string | undefined {
      const pairs = (c.req.header('cookie') ?? '').split(';')
      if (pairs.filter((pair) => pair.split('=', 1)[0]?.trim() === fullName).length > 1)
        throw new ProblemError('invalid-request', { reason: `two cookies ${fullName}` })
      return getCookie(c, fullName)
    },
    /** @param maxAge seconds; null: until the browser ends. */
    set: (c: Context<Env>, value: string, maxAge: number | null) =>
      setCookie(c, fullName, value, maxAge === null ? attributes : { ...attributes, maxAge }),
    clear: (c: Context<Env>) => deleteCookie(c, fullName, attributes),
  }
}

/** Binds the way back from the portal to the browser that went there; it ends with the session. */
export const createProofingCookie = (origin: string) => createCookie(origin, 'proofing', 'Lax')
