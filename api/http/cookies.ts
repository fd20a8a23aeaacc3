import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
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
    get: (c: Context<Env>): string | undefined => getCookie(c, fullName),
    /** @param maxAge seconds; null: until the browser ends. */
    set: (c: Context<Env>, value: string, maxAge: number | null) =>
      setCookie(c, fullName, value, maxAge === null ? attributes : { ...attributes, maxAge }),
    clear: (c: Context<Env>) => deleteCookie(c, fullName, attributes),
  }
}

/** Binds the way back from the portal to the browser that went there; it ends with the session. */
export const createProofingCookie = (origin: string) => createCookie(origin, 'proofing', 'Lax')
