import { type AuthenticationResponseJSON, generateAuthenticationOptions } from '@simplewebauthn/server'
import { Hono } from 'hono'
import { type Challenges, orReject, roaming } from '../../auth/challenges.ts'
import { noteUse } from '../../auth/passkey-again.ts'
import type { Sessions } from '../../auth/sessions.ts'
import { SessionBody, SessionOptionsBody } from '../../contract/patient.ts'
import type { Deps } from '../../deps.ts'
import { timestamp } from '../../domain/calendar.ts'
import { type Expectation, verifyAssertion } from '../../domain/passkey.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import { findPasskey, findRemovedPasskey } from '../../store/people/patients.ts'

/** Sign-in with a discoverable passkey, who am I, sign-out. */
export function createSessionRoutes(deps: Deps, sessions: Sessions, challenges: Challenges) {
  const { store, audit, chance } = deps

  /**
   * Refuses a passkey that no account has. Only whoever signs with a removed one hears that it was removed: to all
   * others it is as unknown as an id that never was. @throws ProblemError passkey-rejected, passkey-removed
   */
  async function refuseUnknown(response: AuthenticationResponseJSON, expected: Expectation): Promise<never> {
    const removed = await store.read((db) => findRemovedPasskey(db, response.id))
    if (!removed) throw new ProblemError('passkey-rejected', { reason: 'unknown credential' })
    await orReject(verifyAssertion(response, removed, expected, 'by-user-handle'))
    throw new ProblemError('passkey-removed', { removed_at: timestamp(removed.removed_at) })
  }

  return new Hono<Env>()
    .post('/sessions/options', json(SessionOptionsBody), async (c) => {
      const session = await sessions.ensure(c, c.req.valid('json').device)
      const challenge = await challenges.issue(session, 'sign-in', {})
      const options = await generateAuthenticationOptions({
        rpID: challenges.rpId,
        challenge: Buffer.from(challenge, 'base64url'),
        timeout: challenges.timeout('sign-in'),
        userVerification: 'required',
      })
      return c.json(roaming(session, options))
    })
    .post('/sessions', json(SessionBody), async (c) => {
      const { response } = c.req.valid('json')
      const session = sessions.require(c)
      const { expected } = await store.transact((tx) => challenges.consume(tx, session, 'sign-in', response))
      const passkey = await store.read((db) => findPasskey(db, response.id))
      if (!passkey) return refuseUnknown(response, expected)
      const used = await orReject(verifyAssertion(response, passkey, expected, 'by-user-handle'))
      // Not before: whoever merely names a passkey must not use up what its owner may ask.
      deps.limits.chargeSignIn(passkey.patient.subject)
      const at = chance.now().getTime()
      const signedIn = await sessions.gain(c, session, [passkey.patient.subject], async (tx, current) => {
        const noted = await noteUse(tx, passkey, { ...used, at })
        await audit.record(tx, { kind: 'sign-in', reference: session.id }, ...noted)
        const by = { passkey_id: passkey.id, asserted_at: at }
        return sessions.asPatient(tx, current, passkey.patient, by)
      })
      return c.json(await sessions.describe(signedIn), 201)
    })
    .get('/session', async (c) => c.json(await sessions.describe(sessions.require(c))))
    .delete('/session', async (c) => {
      await sessions.end(c)
      return c.body(null, 204)
    })
}
