import { Hono } from 'hono'
import { roaming } from '../../auth/challenges.ts'
import { PasskeyBody, type PasskeyCreated, PasskeyOptionsBody } from '../../contract/patient.ts'
import type { Deps } from '../../deps.ts'
import { timestamp } from '../../domain/calendar.ts'
import { largeJson } from '../../http/body/large-json.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'

/** An attestation may contain certificates; it has few members. */
const BODY = { most: 256 * 1024, members: 1000 }

/** Registration of a new passkey: the options for the browser, and its response. */
export const createPasskeyRegistrationRoutes = ({ passkeyRegistration, sessions, turns }: Deps) =>
  new Hono<Env>()
    .post('/passkeys/options', json(PasskeyOptionsBody), async (c) => {
      const { device, recover = false } = c.req.valid('json')
      sessions.require(c)
      const session = await sessions.ensure(c, device)
      return c.json(roaming(session, await passkeyRegistration.options(session, recover)))
    })
    .post('/passkeys', largeJson(PasskeyBody, BODY, { turns }), async (c) => {
      const { response } = c.req.valid('json')
      const { passkey, renewed } = await passkeyRegistration.register(sessions.require(c), response)
      sessions.renew(c, renewed)
      const answer: PasskeyCreated = {
        passkey: { id: passkey.id, created_at: timestamp(passkey.created_at) },
      }
      return c.json(answer, 201)
    })
