import { createHmac, createSecretKey } from 'node:crypto'
import type { Challenges } from '../auth/challenges.ts'
import type { PatientSession, Person } from '../auth/session-rights.ts'
import type { Decision, DecisionBody, Device } from '../contract/patient.ts'
import type { Clock } from '../domain/clock.ts'
import { bodyHash } from '../domain/decision.ts'
import type { Random } from '../domain/random.ts'
import type { Keys } from '../keys/key-files.ts'
import { ProblemError } from '../problem.ts'
import { findSigned } from '../store/records/decisions.ts'
import {
  type Claim,
  findIdempotency,
  insertIdempotency,
  keepPayload,
  releaseIdempotency,
} from '../store/records/idempotency.ts'
import type { DecisionRow, IdempotencyRow } from '../store/records/rows.ts'
import type { Store, Transactor } from '../store/store.ts'

/** How long a claim without a decision can still be recorded with the body that claimed it. */
export const CLAIM_MS = 10 * 60_000
/** After this time this process also works on a claim of another process. The first to record it wins. */
const RESUME_MS = 2_000
/** After this time another body may use a key whose first request recorded nothing. */
const REUSE_MS = 30_000

/** The previewed decision, kept with its challenge. `subject`: whom it is about. */
export type Previewed = { decision: Decision; nonce: string; subject: string }

/** What a claim keeps: the preview that was signed, and where. */
type Kept = Previewed & {
  challenge: string
  session_id: string
  device: Device
  kiosk_id: string | null
}

/** A claim to verify and record. `resumed`: its first request may have died. */
export type Claimed = Kept & { claim: Claim; resumed: boolean }

/**
 * Claims of Idempotency-Keys. A claim consumes the challenge and keeps what is needed to verify the same body later.
 * Whoever sends that body again continues where the first request died, so nothing is signed twice. Several requests
 * may work on one claim at once; it is completed once.
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

  /**
   * The stored form of a key. A client chooses the key, so it may be a personal number: a plain hash of that could be
   * guessed.
   */
  const keptKey = (key: string) =>
    createHmac('sha256', secret).update(`idempotency\n${key}`).digest('base64url')

  /** After the clock was set back, a claim may lie ahead of it: its distance counts as its age. */
  const ageOf = ({ created_at }: IdempotencyRow) => Math.abs(now() - created_at)

  /** False when its request is known to have ended, or has run so long that a second one may try. */
  const isInHand = (row: IdempotencyRow): boolean => {
    if (row.claimer === claimer) return working.has(nameOf(row))
    return store.shared && ageOf(row) < RESUME_MS
  }

  /** The decision that this claim recorded, for whomever; null: none yet. */
  const recordedBy = (
    tx: Transactor,
    { decision_id }: IdempotencyRow,
    { subject, patient_id }: PatientSession,
  ) => (decision_id === null ? null : findSigned(tx, { id: decision_id, subject, patient_id }))

  /**
   * A session that acts for somebody is told nothing about anybody else: what was signed for them waits until it is
   * about them, or its own person's again. @throws ProblemError acting
   */
  function requireAbout({ subject, acting }: Person, of: { subject: string }): void {
    if (acting && of.subject !== subject) throw new ProblemError('acting')
  }

  return {
    /**
     * Claims the key and the challenge together, before anything is verified. Otherwise finds the decision that was
     * recorded under the key, or a claim to continue. `twin`: another request is working on it now.
     *
     * A claim need not wait for the disk. If a power cut undoes it, no decision came of it: a decision is written
     * after its claim and would have taken it to the disk. The challenge is then unused again. Answering it still
     * takes the same passkey within the same two minutes.
     * @throws ProblemError idempotency-key-reused, challenge-expired, acting
     */
    claim: (person: Person, key: string, body: DecisionBody) =>
      store.transact(
        async (tx): Promise<Claimed | { done: DecisionRow } | 'twin'> => {
          const { session, subject } = person
          const of = { patient_id: session.patient_id, key: keptKey(key) }
          const claim = { ...of, body_hash: bodyHash(body), created_at: now() }
          if (!(await insertIdempotency(tx, claim, claimer))) {
            const used = await findIdempotency(tx, of)
            if (!used) return 'twin'
            const age = ageOf(used)
            const open = used.decision_id === null
            if (used.body_hash === claim.body_hash) {
              const done = await recordedBy(tx, used, session)
              if (done) {
                requireAbout(person, done)
                return { done }
              }
              if (isInHand(used)) return 'twin'
              if (used.payload !== null && age < CLAIM_MS) {
                const kept = JSON.parse(used.payload) as Kept
                requireAbout(person, kept)
                return { ...kept, claim: used, resumed: true }
              }
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
          // A preview for one person is never recorded for another.
          if (payload.subject !== subject) throw new ProblemError('challenge-expired')
          const { id: session_id, device, kiosk_id } = session
          const kept: Kept = { ...payload, challenge: expected.challenge, session_id, device, kiosk_id }
          await keepPayload(tx, claim, JSON.stringify(kept))
          return { ...kept, claim, resumed: false }
        },
        { durable: false },
      ),

    /** Runs the task of a claim. Other requests that bring the same claim wait meanwhile. */
    async work<T>(claim: Claim, task: () => Promise<T>): Promise<T> {
      working.add(nameOf(claim))
      try {
        return await task()
      } finally {
        working.delete(nameOf(claim))
      }
    },

    /** Frees the key of a refused body. @returns the decision when another request has recorded it. */
    giveUp: (claim: Claim, session: PatientSession) =>
      store.transact(async (tx) => {
        const used = await findIdempotency(tx, claim)
        const done = used?.body_hash === claim.body_hash ? await recordedBy(tx, used, session) : null
        if (!done) await releaseIdempotency(tx, claim)
        return done
      }),
  }
}
