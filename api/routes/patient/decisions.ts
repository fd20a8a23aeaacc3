import { Hono } from 'hono'
import { roaming } from '../../auth/challenges.ts'
import { createProofingCookie } from '../../auth/cookies.ts'
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
import { bodyOf } from '../../http/body/guard.ts'
import { json, query } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import { askedOf } from '../../services/acting/asked.ts'
import { heldByOthers, seenLinkages } from '../../services/identity/held.ts'
import { numberingsIn } from '../../services/safety/numbers.ts'
import { passkeysOf } from '../../store/people/passkeys.ts'
import { decisionsOf, findDecision } from '../../store/records/decisions.ts'
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
  config,
  store,
  clock,
  random,
  databases,
  texts,
  decisions,
  keptDecisions,
  sessions,
  challenges,
}: Deps) {
  const cookie = createProofingCookie(config.origin)
  return new Hono<Env>()
    .post('/decisions/options', json(DecisionOptionsBody), async (c) => {
      const person = sessions.requirePerson(c)
      const { session, subject, acting, told } = person
      const intent = c.req.valid('json').decision
      requireReachable(intent.scope, databases.all, 'decision.scope.')
      const said = { ...intent, ...(acting ? { for: acting.relation } : {}) }
      if (!texts.isPublished(said)) {
        const numberings = await store.read((db) => numberingsIn(db, databases, subject))
        if (!texts.isNumbered(said, numberings)) throw unknownText()
      }
      await decisions.requireAllowed(person, intent)
      const decision = { ...said, id: random.id() }
      const nonce = random.bytes(32).toString('base64url')
      const challenge = decisionChallenge(nonce, decision)
      const { linkages, passkeys } = await store.read(async (db) => {
        const seen = await seenLinkages(db, databases, subject)
        const held = await heldByOthers(db, databases, seen, subject)
        return {
          linkages: seen.map((linkage) => ({ ...linkage, held: held.has(linkage.id) })),
          passkeys: await passkeysOf(db, session.patient_id),
        }
      })
      const allowCredentials = passkeys.map(({ id, transports }) => ({
        id,
        transports: JSON.parse(transports),
      }))
      const options = await challenges.ask(
        session,
        'decide',
        { decision, nonce, subject },
        { challenge, allowCredentials },
      )
      const effects = effectsOf(intent, databases.all, linkages, dayInJapan(clock.now()))
      const answer: DecisionOptions = {
        decision,
        effects,
        nonce,
        options: roaming(session, options),
        ...told,
      }
      return c.json(answer)
    })
    .post('/decisions', json(DecisionBody), async (c) => {
      // Whoever did not hear the answer is told it, also when the time to act is over.
      const person = sessions.requirePerson(c, { late: true })
      const key = c.req.header('idempotency-key') ?? ''
      if (!KEY.test(key)) throw new ProblemError('idempotency-key-required')
      const row = await decisions.decide(person, key, c.req.valid('json'), cookie.get(c))
      const answer: DecisionAnswer = {
        decision: decisions.view(row),
        receipt: { number: row.receipt_number, jws: row.receipt },
        // A decision that was recorded before may be about somebody else than the session is for now.
        ...(row.subject === person.subject ? person.told : row.acting && { for: { relation: row.acting } }),
      }
      return c.json(answer, 201)
    })
    .get('/decisions', query(DecisionsQuery), async (c) => {
      const { subject, acting, told, session } = sessions.requirePerson(c)
      const { before, limit } = c.req.valid('query')
      const { rows, asked } = await store.read(async (db) => {
        const last = before === undefined ? null : await findDecision(db, { id: before, subject })
        if (before !== undefined && !last) throw new ProblemError('not-found')
        return {
          rows: await decisionsOf(db, { subject, before: last?.ordinal ?? MOST_ORDINAL }, limit + 1),
          asked: acting ? [] : await askedOf(db, databases, subject),
        }
      })
      const page = rows.slice(0, limit)
      const answer: DecisionsAnswer = {
        decisions: page.map((row) => ({
          // The words tell whether whoever decided was in safe mode.
          ...decisions.view(row, !acting || row.acting_patient === session.patient_id),
          ...(asked.some(({ id }) => id === row.id) ? { ask: true } : {}),
        })),
        next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
        ...told,
      }
      return c.json(answer)
    })
    .post('/decisions/:id/keep', bodyOf('application/json'), async (c) => {
      await keptDecisions.keep(sessions.requirePatient(c), c.req.param('id'))
      return c.body(null, 204)
    })
    .get('/decisions/:id/receipt', async (c) => {
      const { subject, acting, session } = sessions.requirePerson(c)
      const row = await store.read((db) => findDecision(db, { id: c.req.param('id'), subject }))
      if (!row) throw new ProblemError('not-found')
      // A receipt names the desk or the kiosk: who acts for somebody is told no place where that person was, nor that
      // another representative is in safe mode.
      const isOwn = row.acting_patient === session.patient_id
      const tellsPlace = (acting?.not_disclosed || !isOwn) && decisions.hasPlace(row)
      if (acting && (tellsPlace || (!isOwn && !texts.isPublished(decisions.signed(row)))))
        throw new ProblemError('acting')
      return c.body(row.receipt, 200, { 'Content-Type': 'application/jwt' })
    })
}
