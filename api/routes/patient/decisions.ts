import { Hono } from 'hono'
import { roaming } from '../../auth/challenges.ts'
import {
  type DecisionAnswer,
  DecisionBody,
  type DecisionOptions,
  DecisionOptionsBody,
  type DecisionsAnswer,
  DecisionsQuery,
} from '../../contract/patient.ts'
import type { Deps } from '../../deps.ts'
import { dayInJapan } from '../../domain/calendar.ts'
import { decisionChallenge, effectsOf } from '../../domain/decision.ts'
import { json, query } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import { passkeysOf } from '../../store/people/passkeys.ts'
import { decisionsOf, findDecision } from '../../store/records/decisions.ts'
import { linkagesOf } from '../../store/records/linkages.ts'
import { requireReachable } from './reach.ts'

/** The largest value of the column on PostgreSQL, which refuses larger numbers. */
const MOST_ORDINAL = 2 ** 31 - 1

/** A legal Idempotency-Key: the client's own name for its request, in any form. */
const KEY = /^[\x21-\x7e]{8,128}$/

const unknownText = () =>
  new ProblemError('unknown-text', {
    issues: [{ path: 'decision.text', message: 'must be the hash of words that GET /api/texts lists' }],
  })

/** Preview, decide, history, receipt. */
export function createDecisionRoutes({
  store,
  clock,
  random,
  databases,
  texts,
  decisions,
  sessions,
  challenges,
}: Deps) {
  return new Hono<Env>()
    .post('/decisions/options', json(DecisionOptionsBody), async (c) => {
      const session = sessions.requirePatient(c)
      const intent = c.req.valid('json').decision
      requireReachable(intent.scope, databases.all, 'decision.scope.')
      if (!texts.isPublished(intent)) throw unknownText()
      const decision = { ...intent, id: random.id() }
      const nonce = random.bytes(32).toString('base64url')
      const challenge = decisionChallenge(nonce, decision)
      const { linkages, passkeys } = await store.read(async (db) => ({
        linkages: await linkagesOf(db, session.subject),
        passkeys: await passkeysOf(db, session.patient_id),
      }))
      const allowCredentials = passkeys.map(({ id, transports }) => ({
        id,
        transports: JSON.parse(transports),
      }))
      const options = await challenges.ask(
        session,
        'decide',
        { decision, nonce },
        { challenge, allowCredentials },
      )
      const effects = effectsOf(intent, databases.all, linkages, dayInJapan(clock.now()))
      const answer: DecisionOptions = { decision, effects, nonce, options: roaming(session, options) }
      return c.json(answer)
    })
    .post('/decisions', json(DecisionBody), async (c) => {
      const session = sessions.requirePatient(c)
      const key = c.req.header('idempotency-key') ?? ''
      if (!KEY.test(key)) throw new ProblemError('idempotency-key-required')
      const row = await decisions.decide(session, key, c.req.valid('json'))
      const answer: DecisionAnswer = {
        decision: decisions.view(row),
        receipt: { number: row.receipt_number, jws: row.receipt },
      }
      return c.json(answer, 201)
    })
    .get('/decisions', query(DecisionsQuery), async (c) => {
      const { subject } = sessions.requirePatient(c)
      const { before, limit } = c.req.valid('query')
      const rows = await store.read(async (db) => {
        const last = before === undefined ? null : await findDecision(db, { id: before, subject })
        if (before !== undefined && !last) throw new ProblemError('not-found')
        return decisionsOf(db, { subject, before: last?.ordinal ?? MOST_ORDINAL }, limit + 1)
      })
      const page = rows.slice(0, limit)
      const answer: DecisionsAnswer = {
        decisions: page.map(decisions.view),
        next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
      }
      return c.json(answer)
    })
    .get('/decisions/:id/receipt', async (c) => {
      const { subject } = sessions.requirePatient(c)
      const row = await store.read((db) => findDecision(db, { id: c.req.param('id'), subject }))
      if (!row) throw new ProblemError('not-found')
      return c.body(row.receipt, 200, { 'Content-Type': 'application/jwt' })
    })
}
