import { Hono } from 'hono'
import { createProofingCookie } from '../../auth/cookies.ts'
import {
  type CoverageAnswer,
  type Device,
  type ProofingAnswer,
  ProofingBody,
  type ProofingStarted,
} from '../../contract/patient.ts'
import type { Deps } from '../../deps.ts'
import { timestamp } from '../../domain/calendar.ts'
import { json } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import { LIFE_MS, type Standing } from '../../services/proofing.ts'

/** Identity proofing through the portal: begin, come back, ask for its state, see the coverage. */
export function createProofingRoutes({ config, proofing, sessions }: Deps) {
  const cookie = createProofingCookie(config.origin)
  const lifeOf = (device: Device) => (device === 'shared' ? null : LIFE_MS / 1000)

  return new Hono<Env>()
    .post('/portal/requests', json(ProofingBody), async (c) => {
      const { device, return_to, view = null } = c.req.valid('json')
      const session = await sessions.ensure(c, device)
      const begun = await proofing.begin(session, { return_to, view })
      cookie.set(c, begun.secret, lifeOf(begun.device))
      const answer: ProofingStarted = { id: begun.id, authorize_url: begun.authorize_url }
      return c.json(answer, 201)
    })
    .get('/portal/callback', async (c) => {
      const { state, code, error } = c.req.query()
      const secret = cookie.get(c)
      const opened = await proofing.open(state, secret)
      if (!opened) {
        // A person gets a page, a program gets the problem.
        if (c.req.header('accept')?.includes('text/html'))
          return c.redirect(await proofing.pageOfRefused(secret, state), 303)
        throw new ProblemError('state-rejected')
      }
      cookie.set(c, opened.secret, lifeOf(opened.device))
      return c.redirect(await opened.take({ code, error }), 303)
    })
    .get('/portal/requests/:id', async (c) => {
      const session = sessions.require(c)
      const { standing, renewed } = await proofing.standing(session, c.req.param('id'), cookie.get(c))
      if (renewed) sessions.renew(c, renewed)
      return c.json(answerOf(standing))
    })
    .get('/portal/requests/:id/coverage', async (c) => {
      const session = sessions.require(c)
      const { result, until } = await proofing.coverage(session, c.req.param('id'), cookie.get(c))
      const { told } = session.acting === null ? { told: {} } : sessions.requirePerson(c)
      const answer: CoverageAnswer = { ...result, shown_until: timestamp(until), ...told }
      return c.json(answer)
    })
}

const answerOf = (standing: Standing): ProofingAnswer =>
  standing === 'wrong-link' ? { status: 'mismatch', reason: 'numbers-of-two-people' } : { status: standing }
