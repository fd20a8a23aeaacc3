import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Resident } from '../residents.ts'

const LOGIN_MS = 30 * 60_000
export const PORTAL_LOGIN = 'portal_login'

type Login = { resident: Resident; at: number }

/**
 * Who is signed in at the portal mock, in which browser. As at a real portal, a login outlives the visit to the
 * client.
 */
export function createLogins(now: () => Date) {
  const logins = new Map<string, Login>()
  return {
    /**
     * The login of this browser; null where there is none, or the client demands a new one (`prompt`, `max_age`).
     * @param keeps whether the portal simulates one that ignores that demand.
     */
    find(c: Context, asked: Record<string, unknown>, keeps: boolean): Login | null {
      const login = logins.get(getCookie(c, PORTAL_LOGIN) ?? '')
      const age = login ? now().getTime() - login.at : 0
      const most = asked.max_age === undefined ? LOGIN_MS : Math.min(Number(asked.max_age) * 1000, LOGIN_MS)
      if (login && keeps) return login
      return login && asked.prompt !== 'login' && age < most ? login : null
    },
    begin(c: Context, resident: Resident): Login {
      const secret = randomBytes(24).toString('base64url')
      const login = { resident, at: now().getTime() }
      logins.set(secret, login)
      setCookie(c, PORTAL_LOGIN, secret, { path: '/', httpOnly: true, sameSite: 'Lax' })
      return login
    },
  }
}
