import { Hono } from 'hono'
import { createProofingCookie } from '../../auth/cookies.ts'
import { ActingBody } from '../../contract/acting.ts'
import type { Deps } from '../../deps.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'

/** Whom the portal lets somebody act for, and acting for one of them or for oneself. */
export function createActingRoutes({ config, acting, sessions }: Deps) {
  const cookie = createProofingCookie(config.origin)
  return new Hono<Env>()
    .get('/people', async (c) => c.json(await acting.people(sessions.requireSignedIn(c), cookie.get(c))))
    .post('/session/acting', json(ActingBody), async (c) => {
      const session = sessions.requireSignedIn(c)
      const { person } = c.req.valid('json')
      const renewed =
        person === 'self' ? await acting.end(session) : await acting.begin(session, cookie.get(c), person)
      return c.json(await sessions.describe(sessions.renew(c, renewed)))
    })
}
