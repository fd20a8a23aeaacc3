import { Hono } from 'hono'
import { roaming } from '../../auth/challenges.ts'
import { SessionBody, SessionOptionsBody } from '../../contract/patient.ts'
import { SafeBody } from '../../contract/safety.ts'
import type { Deps } from '../../deps.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'

/** Sign-in with a discoverable passkey, the current session, sign-out. */
export const createSessionRoutes = ({ sessions, challenges, signIn, safety }: Deps) =>
  new Hono<Env>()
    .post('/sessions/options', json(SessionOptionsBody), async (c) => {
      const session = await sessions.ensure(c, c.req.valid('json').device)
      const options = await challenges.ask(session, 'sign-in')
      return c.json(roaming(session, options))
    })
    .post('/sessions', json(SessionBody), async (c) => {
      const { response } = c.req.valid('json')
      const renewed = await signIn.patient(sessions.require(c), response)
      return c.json(await sessions.describe(sessions.renew(c, renewed)), 201)
    })
    .get('/session', async (c) => c.json(await sessions.describe(sessions.require(c))))
    .put('/session/safe', json(SafeBody), async (c) => {
      const session = sessions.requireKnown(c)
      await safety.choose(session, c.req.valid('json').on)
      return c.json(await sessions.describe(session))
    })
    .delete('/session', async (c) => {
      await sessions.end(c)
      return c.body(null, 204)
    })
