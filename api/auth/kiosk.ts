import type { Context } from 'hono'
import type { Env } from '../http/env.ts'
import type { Kiosk, Kiosks } from '../registries/kiosks.ts'

/** The kiosk that `Authorization: Kiosk <credential>` names; null: no kiosk in service. */
export function kioskOf(c: Context<Env>, kiosks: Kiosks): Kiosk | null {
  const [scheme = '', credential = ''] = (c.req.header('authorization') ?? '').split(' ')
  return scheme.toLowerCase() === 'kiosk' ? kiosks.authenticate(credential) : null
}
