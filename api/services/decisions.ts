import { setTimeout as sleep } from 'node:timers/promises'
import type { AuditTrail } from '../audit/trail.ts'
import { type Challenges, orReject } from '../auth/challenges.ts'
import { noteUse, type Verified } from '../auth/passkey-again.ts'
import type { Person, SessionRights } from '../auth/session-rights.ts'
import type { Databases } from '../catalogue/load.ts'
import type { Config } from '../config.ts'
import type { Decision, DecisionBody, DecisionView, Intent } from '../contract/patient.ts'
import { decisionDigest } from '../domain/audit.ts'
import { timestamp } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import { coveredDatabases, decisionChallenge, jcs } from '../domain/decision.ts'
import { kioskChannel } from '../domain/kiosk.ts'
import { verifyAssertion } from '../domain/passkey.ts'
import type { Random } from '../domain/random.ts'
import { type Evidence, receiptNumber, receiptPayload } from '../domain/receipt.ts'
import type { Keys } from '../keys/key-files.ts'
import type { Signer } from '../keys/signer.ts'
import { ProblemError } from '../problem.ts'
import { lockLinkagesOf, lockPeople } from '../store/locks.ts'
import { noteAccount } from '../store/people/account-events.ts'
import { findPasskey } from '../store/people/passkeys.ts'
import { updateSession } from '../store/people/sessions.ts'
import { insertDecision, type ShownDecision } from '../store/records/decisions.ts'
import { completeIdempotency, hasDecidedSince } from '../store/records/idempotency.ts'
import type { DecisionRow } from '../store/records/rows.ts'
import { columnsOf, scopeOf } from '../store/records/scopes.ts'
import type { Store } from '../store/store.ts'
import type { ActingService } from './acting/acting.ts'
import { isUnderAge, noteContradiction, stopStands } from './acting/rules.ts'
import type { CarryOut } from './carry-out.ts'
import { type Claimed, createDecisionClaims } from './decision-claims.ts'

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
  carryOut,
  acting,
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
  carryOut: CarryOut
  acting: Pick<ActingService, 'confirm'>
}) {
  const claims = createDecisionClaims({ store, clock, random, keys, challenges })
  const now = () => clock.now().getTime()

  async function verify({ session, subject, acting: whom }: Person, body: DecisionBody, claimed: Claimed) {
    const { decision, nonce, challenge, device, kiosk_id } = claimed
    if (claimed.subject !== subject) throw new ProblemError('challenge-expired')
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
      ...(whom ? { acting: whom.relation } : {}),
    }
    return { evidence, passkey, used }
  }

  /** @returns null when another request has completed the claim. */
  async function record(
    person: Person,
    { claim, resumed, device, session_id }: Claimed,
    evidence: Evidence,
    passkey: Verified,
    used: { counter: number; backed_up: boolean; wentBack: boolean },
  ): Promise<DecisionRow | null> {
    const { session, subject, acting: whom } = person
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
    const recorded = await store.transact(async (tx) => {
      await lockPeople(tx, [subject, session.subject])
      await lockLinkagesOf(tx, [subject])
      await again(tx, session)
      // The time to act may have ended while the portal was asked.
      if (whom && at >= whom.until) throw new ProblemError('proofing-required')
      if (await isUnderAge(tx, person, decision.choice)) throw new ProblemError('under-age')
      if (await stopStands(tx, databases, person, decision, at)) return 'stands'
      if (!(await completeIdempotency(tx, claim, decision.id))) return null
      // A decision that a person has made meanwhile is not overruled by one they signed before it.
      if (resumed && (await hasDecidedSince(tx, claim)))
        throw new ProblemError('challenge-expired', { reason: 'a later decision is recorded' })
      const noted = await noteUse(tx, passkey, { ...used, at })
      const row = await insertDecision(tx, {
        id: decision.id,
        subject,
        choice: decision.choice,
        ...columnsOf(decision.scope),
        text: decision.text,
        locale: decision.locale,
        device,
        recorded_at: at,
        evidence: jcs(evidence),
        receipt_number: number,
        receipt,
        desk: null,
        acting: whom?.relation ?? null,
        acting_patient: whom ? session.patient_id : null,
      })
      await noteContradiction(tx, databases, row)
      await carryOut(tx, row)
      if (session.id === session_id)
        await updateSession(tx, session.id, { asserted_at: at, last_seen_at: at })
      if (noted.length > 0)
        await noteAccount(tx, [
          { id: random.id(), subject: session.subject, kind: 'counter-back', device, at },
        ])
      await audit.record(tx, { kind: 'decision', reference: row.id, digest: decisionDigest(row) }, ...noted)
      return row
    })
    if (recorded === 'stands') throw new ProblemError('stop-stands')
    return recorded
  }

  /** Verifies and records. A verdict ends the claim; after any other failure the same body may continue it. */
  async function settle(person: Person, claimed: Claimed, body: DecisionBody, secret: string | undefined) {
    const { session } = person
    try {
      const { evidence, passkey, used } = await verify(person, body, claimed)
      await acting.confirm(session, secret)
      return await record(person, claimed, evidence, passkey, used)
    } catch (error) {
      const isVerdict = error instanceof ProblemError && error.code !== 'portal-unavailable'
      const done = isVerdict ? await claims.giveUp(claimed.claim, session) : null
      if (done) return done
      throw error
    }
  }

  return {
    /**
     * Whether this person may decide so now, before anything is signed.
     * @throws ProblemError under-age, stop-stands
     */
    async requireAllowed(person: Person, intent: Pick<Intent, 'choice' | 'scope'>): Promise<void> {
      if (intent.choice === 'stop') return
      if (await store.read((db) => isUnderAge(db, person, intent.choice))) throw new ProblemError('under-age')
      if (!person.acting) return
      const stands = await store.transact(async (tx) => {
        await lockPeople(tx, [person.subject])
        return stopStands(tx, databases, person, intent, now())
      })
      if (stands) throw new ProblemError('stop-stands')
    },

    /**
     * Records a decision that the passkey of the patient signed, or of somebody who acts for them. The same key and
     * body return the same row again.
     * @param secret of the proofing: the portal is asked once more by it. @throws ProblemError not-signed-in,
     *   challenge-expired, decision-mismatch, passkey-rejected, idempotency-key-reused, request-in-progress, under-age,
     *   proofing-required, not-represented, stop-stands, portal-unavailable, acting
     */
    async decide(person: Person, key: string, body: DecisionBody, secret?: string): Promise<DecisionRow> {
      const until = clock.monotonic() + TWIN_WAIT_MS
      for (;;) {
        const found = await claims.claim(person, key, body)
        if (found === 'twin') {
          if (clock.monotonic() >= until)
            throw new ProblemError('request-in-progress', { headers: { 'Retry-After': '1' } })
          await sleep(50)
        } else if ('done' in found) return found.done
        else {
          const row = await claims.work(found.claim, () => settle(person, found, body, secret))
          if (row) return row
        }
      }
    },

    /** Whether a receipt names the desk or the kiosk at which the decision was made. */
    hasPlace: ({ evidence }: Pick<DecisionRow, 'evidence'>): boolean =>
      (JSON.parse(evidence) as Evidence).channel !== undefined,

    /** What was signed. */
    signed: ({ evidence }: Pick<DecisionRow, 'evidence'>): Decision =>
      (JSON.parse(evidence) as Evidence).decision,

    /** @param told whether whoever asks may know which words were signed. */
    view: (row: ShownDecision, told = true): DecisionView => {
      const scope = scopeOf(row)
      return {
        id: row.id,
        choice: row.choice,
        scope,
        ...(told ? { text: row.text } : {}),
        locale: row.locale as DecisionView['locale'],
        device: row.device,
        recorded_at: timestamp(row.recorded_at),
        receipt_number: row.receipt_number,
        databases: coveredDatabases(scope, databases.all).map(({ id }) => id),
        ...(row.desk === null ? {} : { channel: 'desk' as const }),
        ...(row.acting === null ? {} : { for: row.acting }),
      }
    },
  }
}

export type Decisions = ReturnType<typeof createDecisions>
