import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Env } from '../http/env.ts'
import { ProblemError } from '../problem.ts'

/** Deeper than any path of ours. */
const DEEPEST = 8

/**
 * Paths for which a cookie that came with a request may be set (RFC 6265 §5.1.4): `/a/b` ▶ `/`, `/a`, `/a/`, `/a/b`.
 */
export function pathsAbove(path: string): string[] {
  const parts = path.split('/', DEEPEST + 1).slice(1)
  const strange = parts.findIndex((part) => !/^[\w.~-]+$/.test(part))
  const plain = strange < 0 ? parts : parts.slice(0, strange)
  const above = plain.map((_, index) => `/${plain.slice(0, index + 1).join('/')}`)
  return ['/', ...above.flatMap((each) => (each === path ? [each] : [each, `${each}/`]))]
}

/**
 * A host-bound cookie: `__Host-<name>` and Secure. On http://localhost browsers would drop that, so there it is plain
 * `<name>`.
 */
export function createCookie(origin: string, name: string, sameSite: 'Strict' | 'Lax') {
  const secure = origin.startsWith('https:')
  const fullName = secure ? `__Host-${name}` : name
  const attributes = { path: '/', secure, httpOnly: true, sameSite } as const
  return {
    /**
     * @throws ProblemError invalid-request when it comes twice: somebody else has set one of them. We cannot tell
     *   which one, so the browser is told to forget both; otherwise it would be refused for ever.
     */
    get(c: Context<Env>): string | undefined {
      const pairs = (c.req.header('cookie') ?? '').split(';')
      if (pairs.filter((pair) => pair.split('=', 1)[0]?.trim() === fullName).length > 1) {
        for (const path of secure ? ['/'] : pathsAbove(c.req.path))
          deleteCookie(c, fullName, { ...attributes, path })
        throw new ProblemError('invalid-request', { reason: `two cookies ${fullName}` })
      }
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
