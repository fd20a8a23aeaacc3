import { createHmac, createSecretKey } from 'node:crypto'
import type { Challenges } from '../auth/challenges.ts'
import type { PatientSession } from '../auth/session-rights.ts'
import type { Decision, DecisionBody, Device } from '../contract/patient.ts'
import type { Clock } from '../domain/clock.ts'
import { bodyHash } from '../domain/decision.ts'
import type { Random } from '../domain/random.ts'
import type { Keys } from '../keys/key-files.ts'
import { ProblemError } from '../problem.ts'
import {
  type Claim,
  findDecision,
  findIdempotency,
  insertIdempotency,
  keepPayload,
  releaseIdempotency,
} from '../store/records/decisions.ts'
import type { DecisionRow, IdempotencyRow } from '../store/schema.ts'
import type { Store, Transactor } from '../store/store.ts'

/** How long a claim without a decision can still be recorded by the body that claimed it. */
export const CLAIM_MS = 10 * 60_000
/** After what time a claim of another process is worked on here, too. The first to record it wins. */
const RESUME_MS = 2_000
/** After what time another body may take a key whose first request came to nothing. */
const REUSE_MS = 30_000

/** What a decision was previewed as, kept with its challenge. */
export type Previewed = { decision: Decision; nonce: string }

/** What a claim keeps: the preview that was signed, and where. */
type Kept = Previewed & {
  challenge: string
  session_id: string
  device: Device
  kiosk_id: string | null
}

/** A claim to be verified and recorded. `resumed`: its first request may have died. */
export type Claimed = Kept & { claim: Claim; resumed: boolean }

/**
 * Claims of Idempotency-Keys. A claim takes the challenge with it, and holds what is needed to verify the same body
 * later: whoever sends that body again goes on where the first request died, and nothing is signed twice. Several may
 * work on one claim at once; it is completed once.
 */
export function createDecisionClaims({
  store,
  clock,
  random,
  keys,
  challenges,
}: {
  store: Store
  clock: Clock
  random: Random
  keys: Keys
  challenges: Challenges
}) {
  const claimer = random.id()
  const secret = createSecretKey(keys.subject)
  const working = new Set<string>()
  const now = () => clock.now().getTime()
  const nameOf = ({ patient_id, key }: Pick<Claim, 'patient_id' | 'key'>) => `${patient_id} ${key}`

  /** What is kept of a key. A client chooses it, so it may be a number of somebody: a plain hash of that is guessed. */
  const keptKey = (key: string) =>
    createHmac('sha256', secret).update(`idempotency\n${key}`).digest('base64url')

  /** A claim from before the clock was set back is as old as it is ahead. */
  const ageOf = ({ created_at }: IdempotencyRow) => Math.abs(now() - created_at)

  /** False when its request is known to have ended, or has had so long that a second one may try. */
  const isInHand = (row: IdempotencyRow): boolean => {
    if (row.claimer === claimer) return working.has(nameOf(row))
    return store.shared && ageOf(row) < RESUME_MS
  }

  /** The decision of a claim that is recorded, if it is. */
  const recordedBy = (tx: Transactor, { decision_id }: IdempotencyRow, subject: string) =>
    decision_id === null ? null : findDecision(tx, { id: decision_id, subject })

  return {
    /**
     * Claims the key and the challenge together, before anything is verified; or finds the decision that was recorded
     * under the key, or a claim to go on with. `twin`: somebody works on it at this moment.
     *
     * A claim need not wait for the disk. If a power cut undoes it, no decision came of it either: that would have
     * been written after it, and taken it to the disk. The challenge is then as unused as if the request had never
     * come, and answering it still takes the same passkey within the same two minutes.
     * @throws ProblemError idempotency-key-reused, challenge-expired
     */
    claim: (session: PatientSession, key: string, body: DecisionBody) =>
      store.transact(
        async (tx): Promise<Claimed | { done: DecisionRow } | 'twin'> => {
          const of = { patient_id: session.patient_id, key: keptKey(key) }
          const claim = { ...of, body_hash: bodyHash(body), created_at: now() }
          if (!(await insertIdempotency(tx, claim, claimer))) {
            const used = await findIdempotency(tx, of)
            if (!used) return 'twin'
            const age = ageOf(used)
            const open = used.decision_id === null
            if (used.body_hash === claim.body_hash) {
              const done = await recordedBy(tx, used, session.subject)
              if (done) return { done }
              if (isInHand(used)) return 'twin'
              if (used.payload !== null && age < CLAIM_MS)
                return { ...(JSON.parse(used.payload) as Kept), claim: used, resumed: true }
            } else if (!open || age < REUSE_MS) throw new ProblemError('idempotency-key-reused')
            await releaseIdempotency(tx, used)
            if (!(await insertIdempotency(tx, claim, claimer))) return 'twin'
          }
          const { payload, expected } = await challenges.consume<Previewed>(
            tx,
            session,
            'decide',
            body.response,
          )
          const { id: session_id, device, kiosk_id } = session
          const kept: Kept = { ...payload, challenge: expected.challenge, session_id, device, kiosk_id }
          await keepPayload(tx, claim, JSON.stringify(kept))
          return { ...kept, claim, resumed: false }
        },
        { durable: false },
      ),

    /** Does what a claim is for; meanwhile whoever else comes with it waits. */
    async work<T>(claim: Claim, task: () => Promise<T>): Promise<T> {
      working.add(nameOf(claim))
      try {
        return await task()
      } finally {
        working.delete(nameOf(claim))
      }
    },

    /** Frees the key of a body that was refused. @returns the decision, when another request has recorded it. */
    giveUp: (claim: Claim, subject: string) =>
      store.transact(async (tx) => {
        const used = await findIdempotency(tx, claim)
        const done = used?.body_hash === claim.body_hash ? await recordedBy(tx, used, subject) : null
        if (!done) await releaseIdempotency(tx, claim)
        return done
      }),
  }
}
