import { setTimeout as sleep } from 'node:timers/promises'
import type { AuditTrail } from '../audit/trail.ts'
import { type Challenges, orReject } from '../auth/challenges.ts'
import { noteUse, type Verified } from '../auth/passkey-again.ts'
import type { PatientSession, SessionRights } from '../auth/session-rights.ts'
import type { Databases } from '../catalogue/load.ts'
import type { Config } from '../config.ts'
import type { DecisionBody, DecisionView } from '../contract/patient.ts'
import { decisionDigest } from '../domain/audit.ts'
import { timestamp } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import { coveredDatabases, covers, decisionChallenge, jcs } from '../domain/decision.ts'
import { kioskChannel } from '../domain/kiosk.ts'
import { transition } from '../domain/linkage.ts'
import { verifyAssertion } from '../domain/passkey.ts'
import type { Random } from '../domain/random.ts'
import { type Evidence, receiptNumber, receiptPayload } from '../domain/receipt.ts'
import type { Keys } from '../keys/key-files.ts'
import type { Signer } from '../keys/signer.ts'
import { ProblemError } from '../problem.ts'
import { inListOrder } from '../store/feeds/status-lists.ts'
import { lockLinkagesOf, lockPeople } from '../store/locks.ts'
import { noteAccount } from '../store/people/account-events.ts'
import { findPasskey } from '../store/people/passkeys.ts'
import { updateSession } from '../store/people/sessions.ts'
import { insertDecision, type ShownDecision } from '../store/records/decisions.ts'
import { completeIdempotency, hasDecidedSince } from '../store/records/idempotency.ts'
import { type LinkageWithToken, linkagesOf } from '../store/records/linkages.ts'
import type { DecisionRow } from '../store/records/rows.ts'
import { columnsOf, scopeOf } from '../store/records/scopes.ts'
import type { Store } from '../store/store.ts'
import { type Claimed, createDecisionClaims } from './decision-claims.ts'
import type { Minter } from './minting.ts'

/** How long a request waits for its twin under the same key. */
const TWIN_WAIT_MS = 3_000

/**
 * Takes decisions: verifies one, records it with its revocations and receipt in one transaction, then acknowledges
 * it.
 */
export function createDecisions({
  store,
  audit,
  clock,
  random,
  signer,
  config,
  databases,
  keys,
  challenges,
  rights: { again },
  minting: { revoke, renew },
}: {
  store: Store
  audit: AuditTrail
  clock: Clock
  random: Random
  signer: Signer
  config: Config
  databases: Databases
  keys: Keys
  challenges: Challenges
  rights: SessionRights
  minting: Minter
}) {
  const claims = createDecisionClaims({ store, clock, random, keys, challenges })
  const now = () => clock.now().getTime()

  async function verify(session: PatientSession, body: DecisionBody, claimed: Claimed) {
    const { decision, nonce, challenge, device, kiosk_id } = claimed
    if (jcs(decision) !== jcs(body.decision) || decisionChallenge(nonce, body.decision) !== challenge)
      throw new ProblemError('decision-mismatch')
    const passkey = await store.read((db) => findPasskey(db, body.response.id))
    if (!passkey || passkey.patient.id !== session.patient_id)
      throw new ProblemError('passkey-rejected', { reason: 'not a passkey of this account' })
    const expected = challenges.expected(challenge, device)
    const used = await orReject(verifyAssertion(body.response, passkey, expected, 'before'))
    const evidence: Evidence = {
      decision,
      nonce,
      credential_id: passkey.id,
      public_key: passkey.public_key,
      client_data_json: body.response.response.clientDataJSON,
      authenticator_data: body.response.response.authenticatorData,
      signature: body.response.response.signature,
      ...(kiosk_id === null ? {} : { channel: kioskChannel(kiosk_id) }),
    }
    return { evidence, passkey, used }
  }

  /** @returns null when another request has completed the claim. */
  async function record(
    session: PatientSession,
    { claim, resumed, device, session_id }: Claimed,
    evidence: Evidence,
    passkey: Verified,
    used: { counter: number; backed_up: boolean; wentBack: boolean },
  ): Promise<DecisionRow | null> {
    const { decision } = evidence
    const at = now()
    const number = receiptNumber(random.bytes(12))
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
      await lockLinkagesOf(tx, [session.subject])
      await again(tx, session)
      if (!(await completeIdempotency(tx, claim, decision.id))) return null
      // A decision that a person has made meanwhile is not overruled by one they signed before it.
      if (resumed && (await hasDecidedSince(tx, claim)))
        throw new ProblemError('challenge-expired', { reason: 'a later decision is recorded' })
      const noted = await noteUse(tx, passkey, { ...used, at })
      const row = await insertDecision(tx, {
        id: decision.id,
        subject: session.subject,
        choice: decision.choice,
        ...columnsOf(decision.scope),
        text: decision.text,
        locale: decision.locale,
        device,
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
        if (step === 'renew')
          await renew(
            { tx, database, purpose: linkage.purpose, cause: { id: decision.id, at } },
            linkage,
            row,
          )
      }
      await revoke(tx, revoked, row)
      if (session.id === session_id)
        await updateSession(tx, session.id, { asserted_at: at, last_seen_at: at })
      if (noted.length > 0)
        await noteAccount(tx, [{ id: random.id(), subject: row.subject, kind: 'counter-back', device, at }])
      await audit.record(tx, { kind: 'decision', reference: row.id, digest: decisionDigest(row) }, ...noted)
      return row
    })
  }

  /** Verifies and records. A verdict ends the claim; after any other failure the same body may continue it. */
  async function settle(session: PatientSession, claimed: Claimed, body: DecisionBody) {
    try {
      const { evidence, passkey, used } = await verify(session, body, claimed)
      return await record(session, claimed, evidence, passkey, used)
    } catch (error) {
      const done = error instanceof ProblemError ? await claims.giveUp(claimed.claim, session.subject) : null
      if (done) return done
      throw error
    }
  }

  return {
    /**
     * Records a decision that the patient's passkey signed. The same key and body return the same row again.
     * @throws ProblemError not-signed-in, challenge-expired, decision-mismatch, passkey-rejected,
     *   idempotency-key-reused, request-in-progress
     */
    async decide(session: PatientSession, key: string, body: DecisionBody): Promise<DecisionRow> {
      const until = clock.monotonic() + TWIN_WAIT_MS
      for (;;) {
        const found = await claims.claim(session, key, body)
        if (found === 'twin') {
          if (clock.monotonic() >= until)
            throw new ProblemError('request-in-progress', { headers: { 'Retry-After': '1' } })
          await sleep(50)
        } else if ('done' in found) return found.done
        else {
          const row = await claims.work(found.claim, () => settle(session, found, body))
          if (row) return row
        }
      }
    },

    view: (row: ShownDecision): DecisionView => {
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

export type Decisions = ReturnType<typeof createDecisions>
