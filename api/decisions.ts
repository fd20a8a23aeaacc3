import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Decision, DecisionBody, DecisionView } from './contract/patient.ts'
import type { Deps } from './deps.ts'
import { decisionDigest } from './domain/audit.ts'
import { timestamp } from './domain/calendar.ts'
import { coveredDatabases, covers, decisionChallenge, jcs } from './domain/decision.ts'
import { kioskChannel } from './domain/kiosk.ts'
import { transition } from './domain/linkage.ts'
import { type Expectation, verifyAssertion } from './domain/passkey.ts'
import { type Evidence, receiptNumber, receiptPayload } from './domain/receipt.ts'
import { type Challenges, orReject } from './http/challenges.ts'
import type { PatientSession } from './http/sessions.ts'
import { createLinkages } from './linkages.ts'
import { ProblemError } from './problem.ts'
import {
  type Claim,
  completeIdempotency,
  findDecision,
  findIdempotency,
  insertDecision,
  insertIdempotency,
  releaseIdempotency,
  scopeOf,
} from './store/decisions.ts'
import { StoreUnavailable } from './store/errors.ts'
import { type LinkageWithToken, linkagesOf } from './store/linkages.ts'
import { lockPeople } from './store/locks.ts'
import { findPasskey, touchPasskey } from './store/patients.ts'
import type { DecisionRow } from './store/schema.ts'
import { updateSession } from './store/sessions.ts'
import { inListOrder } from './store/status-lists.ts'

/** What a decision was previewed as, kept with its challenge. */
type Previewed = { decision: Decision; nonce: string }

/** How long a request waits for its twin under the same key, and after what time a dead twin is given up. */
const TWIN_WAIT_MS = 3_000
const TWIN_DEAD_MS = 30_000

/** Takes decisions: verified, recorded with their revocations and receipt in one transaction, acknowledged after. */
export function createDecisions(deps: Deps, challenges: Challenges) {
  const { store, audit, chance, signer, config, databases } = deps
  const linkages = createLinkages(deps)
  const now = () => chance.now().getTime()

  /**
   * Claims the key and the challenge together, before anything is verified; or finds the decision that was recorded
   * under the key. A claim need not wait for the disk. If a power cut undoes it, no decision came of it either: that
   * would have been written after it, and taken it to the disk. The challenge is then as unused as if the request had
   * never come, and answering it still takes the same passkey within the same two minutes.
   */
  const claim = (session: PatientSession, key: string, body: DecisionBody) =>
    store.prepare(async (tx) => {
      const body_hash = createHash('sha256').update(jcs(body)).digest('base64url')
      const claim: Claim = { patient_id: session.patient_id, key, body_hash, created_at: now() }
      if (!(await insertIdempotency(tx, claim))) {
        const used = await findIdempotency(tx, claim)
        if (!used) return 'twin' as const
        // A request that died before it recorded anything gives its key back, whatever its body was.
        if (used.decision_id !== null || Math.abs(claim.created_at - used.created_at) < TWIN_DEAD_MS) {
          if (used.body_hash !== body_hash) throw new ProblemError('idempotency-key-reused')
          const of = { id: used.decision_id ?? '', subject: session.subject }
          const done = await findDecision(tx, of)
          return done ? { done } : ('twin' as const)
        }
        await releaseIdempotency(tx, used)
        if (!(await insertIdempotency(tx, claim))) return 'twin' as const
      }
      const previewed = await challenges.consume<Previewed>(tx, session, 'decide', body.response)
      return { ...previewed, claim }
    })

  async function verify(
    session: PatientSession,
    body: DecisionBody,
    previewed: Previewed,
    expected: Expectation,
  ) {
    const { decision, nonce } = previewed
    if (
      jcs(decision) !== jcs(body.decision) ||
      decisionChallenge(nonce, body.decision) !== expected.challenge
    )
      throw new ProblemError('decision-mismatch')
    const passkey = await store.read((db) => findPasskey(db, body.response.id))
    if (!passkey || passkey.patient.id !== session.patient_id)
      throw new ProblemError('passkey-rejected', { reason: 'not a passkey of this account' })
    const used = await orReject(verifyAssertion(body.response, passkey, expected, 'before'))
    const evidence: Evidence = {
      decision,
      nonce,
      credential_id: passkey.id,
      public_key: passkey.public_key,
      client_data_json: body.response.response.clientDataJSON,
      authenticator_data: body.response.response.authenticatorData,
      signature: body.response.response.signature,
      ...(session.kiosk_id === null ? {} : { channel: kioskChannel(session.kiosk_id) }),
    }
    return { evidence, used: { ...used, id: passkey.id } }
  }

  async function record(
    session: PatientSession,
    claim: Claim,
    evidence: Evidence,
    used: { id: string; counter: number; backed_up: boolean },
  ) {
    const { decision } = evidence
    const at = now()
    const number = receiptNumber(chance.bytes(12))
    const covered = coveredDatabases(decision.scope, databases.all).map(({ id }) => id)
    const payload = receiptPayload({
      issuer: config.origin,
      iat: Math.floor(at / 1000),
      number,
      decision,
      databases: covered,
      evidence,
    })
    const receipt = signer.sign('receipt+jwt', payload)
    return store.transact(async (tx) => {
      await lockPeople(tx, [session.subject])
      const row = await insertDecision(tx, {
        id: decision.id,
        subject: session.subject,
        choice: decision.choice,
        scope_database: 'database' in decision.scope ? decision.scope.database : null,
        scope_purpose: 'purpose' in decision.scope ? decision.scope.purpose : null,
        text: decision.text,
        locale: decision.locale,
        device: session.device,
        recorded_at: at,
        evidence: jcs(evidence),
        receipt_number: number,
        receipt,
      })
      const revoked: LinkageWithToken[] = []
      for (const linkage of inListOrder(await linkagesOf(tx, session.subject))) {
        const database = databases.find(linkage.database_id)
        if (!database || !covers(decision.scope, database, linkage.purpose)) continue
        const step = transition(decision.choice, linkage.state)
        if (step === 'revoke') revoked.push(linkage)
        if (step === 'renew') await linkages.renew(tx, linkage, database, decision.id, at)
      }
      await linkages.revoke(tx, revoked, at)
      await touchPasskey(tx, used.id, { ...used, at })
      await updateSession(tx, session.id, { asserted_at: at, last_seen_at: at })
      if (!(await completeIdempotency(tx, claim, decision.id))) throw new ProblemError('request-in-progress')
      await audit.record(tx, { kind: 'decision', reference: row.id, digest: decisionDigest(row) })
      return row
    })
  }

  return {
    /**
     * Records a decision that the patient's passkey signed. The same key and body again give the same row.
     * @throws ProblemError challenge-expired, decision-mismatch, passkey-rejected, idempotency-key-reused,
     *   request-in-progress
     */
    async decide(session: PatientSession, key: string, body: DecisionBody): Promise<DecisionRow> {
      const until = chance.monotonic() + TWIN_WAIT_MS
      for (;;) {
        const claimed = await claim(session, key, body)
        if (claimed === 'twin') {
          if (chance.monotonic() >= until)
            throw new ProblemError('request-in-progress', { headers: { 'Retry-After': '1' } })
          await sleep(50)
          continue
        }
        if ('done' in claimed) return claimed.done
        try {
          const { evidence, used } = await verify(session, body, claimed.payload, claimed.expected)
          return await record(session, claimed.claim, evidence, used)
        } catch (error) {
          // Without an answer from the store nobody knows whether it was recorded: the key stays claimed.
          if (!(error instanceof StoreUnavailable))
            await store.transact((tx) => releaseIdempotency(tx, claimed.claim))
          throw error
        }
      }
    },

    view: (row: DecisionRow): DecisionView => {
      const scope = scopeOf(row)
      return {
        id: row.id,
        choice: row.choice,
        scope,
        text: row.text,
        locale: row.locale as DecisionView['locale'],
        device: row.device,
        recorded_at: timestamp(row.recorded_at),
        receipt_number: row.receipt_number,
        databases: coveredDatabases(scope, databases.all).map(({ id }) => id),
      }
    },
  }
}
