import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { DecisionAnswer, DecisionBody } from '../../../api/contract/patient.ts'
import { bodyHash } from '../../../api/domain/decision.ts'
import type { Stored } from '../../support/check/stored.ts'
import type { Holder } from '../../support/holder.ts'
import { createPatient, type Patient } from '../../support/patient.ts'
import { numbersOf, ordinary } from '../../support/people.ts'
import { codeOf } from '../../support/problem.ts'
import type { FeedId } from '../../support/setting.ts'

/** A decision, signed and ready, and its acknowledgement. */
export type Sent = { patient: Patient; body: DecisionBody; key: string; acknowledged: DecisionAnswer | null }

/** People with linkages in two databases and a passkey each. */
export async function enrolPeople(
  { origin, holder }: { origin: string; holder(database: FeedId): Holder },
  count: number,
): Promise<Patient[]> {
  const people = Array.from({ length: count }, (_, index) => ordinary(index))
  for (const database of ['demo-registry', 'demo-biobank'] as const)
    await holder(database).link('research', people.map(numbersOf))
  const patients: Patient[] = []
  for (const { id } of people) {
    const patient = createPatient({ origin })
    await patient.enrol(id)
    patients.push(patient)
  }
  return patients
}

/** Prepares `count` signed decisions, by each person in turn. @param salt varies who stops and who allows. */
export async function prepare(patients: Patient[], count: number, salt: number): Promise<Sent[]> {
  const sent: Sent[] = []
  for (let index = 0; index < count; index++) {
    const patient = patients[index % patients.length]
    if (!patient) throw new Error('nobody has enrolled')
    const body = await patient.signed((salt + index) % 3 === 0 ? 'allow' : 'stop', { all: true })
    sent.push({ patient, body, key: randomUUID(), acknowledged: null })
  }
  return sent
}

/** @returns the status; null when no answer came. */
export async function send(one: Sent): Promise<number | null> {
  const response = await one.patient.sendDecision(one.body, one.key).catch(() => null)
  if (response?.status === 201) one.acknowledged = await response.json().catch(() => null)
  return response?.status ?? null
}

/** Retries while the store does not answer, as `Retry-After` tells a client to. */
async function insist(ask: () => Promise<Response>): Promise<Response> {
  for (let tries = 0; tries < 40; tries++) {
    const response = await ask().catch(() => null)
    if (response && response.status !== 503) return response
    await sleep(250)
  }
  return ask()
}

export const receiptsOf = ({ decision }: Stored): Map<string, string> =>
  new Map(decision.map(({ id, receipt }) => [id, receipt]))

/** Remembers what was acknowledged, and looks each of it up in the store. */
export function createLedger() {
  const acknowledged = new Map<string, string>()
  return {
    note(sent: Sent[]): void {
      for (const { acknowledged: answer } of sent)
        if (answer) acknowledged.set(answer.decision.id, answer.receipt.jws)
    },
    size: () => acknowledged.size,
    /** The number of acknowledged decisions that the store does not hold as acknowledged. */
    lost(stored: Map<string, string>): number {
      return [...acknowledged].filter(([id, receipt]) => stored.get(id) !== receipt).length
    },
  }
}

/**
 * After a cut the same key and body return what was recorded, continue what was claimed, or are refused and record
 * nothing. There is never a second decision. A claim is refused where a decision that was claimed after it is
 * recorded.
 */
export async function retryUnanswered(sent: Sent[], { decision, idempotency }: Stored): Promise<void> {
  const cut = sent.filter(({ acknowledged }) => acknowledged === null)
  const stored = new Map(decision.map(({ id, receipt }) => [id, receipt]))
  const isLast = (of: { patient_id: string; created_at: number }) =>
    !idempotency.some((other) => other.patient_id === of.patient_id && other.created_at > of.created_at)
  const claimed = new Set(
    idempotency.filter((one) => one.decision_id === null && isLast(one)).map((one) => one.body_hash),
  )
  const retry = async ({ patient, body, key }: Sent) => {
    const before = stored.get(body.decision.id)
    const response = await insist(() => patient.sendDecision(body, key))
    if (response.status === 201) {
      const { decision, receipt } = (await response.json()) as DecisionAnswer
      expect(decision.id).toBe(body.decision.id)
      if (before) expect(receipt.jws).toBe(before)
    } else {
      expect(['challenge-expired', 'request-in-progress']).toContain(await codeOf(response))
      expect(before).toBeUndefined()
      expect(claimed, 'bodies of claims that must go on').not.toContain(bodyHash(body))
    }
  }
  // What was never claimed is claimed only now: sent first, it would become the later decision.
  const [first, then] = [
    cut.filter(({ body }) => claimed.has(bodyHash(body))),
    cut.filter(({ body }) => !claimed.has(bodyHash(body))),
  ]
  await Promise.all(first.map(retry))
  await Promise.all(then.map(retry))
}
