import type { Context } from 'hono'
import type { Env } from '../http/env.ts'
import type { Kiosk, Kiosks } from '../registries/kiosks.ts'

/** The kiosk that says by `Authorization: Kiosk <credential>` who it is; null when it is none in service. */
export function kioskOf(c: Context<Env>, kiosks: Kiosks): Kiosk | null {
  const [scheme = '', credential = ''] = (c.req.header('authorization') ?? '').split(' ')
  return scheme.toLowerCase() === 'kiosk' ? kiosks.authenticate(credential) : null
}
