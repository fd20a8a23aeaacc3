import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DecisionAnswer, DecisionBody } from '../../api/contract/patient.ts'
import { startApiProcess } from '../support/api-process.ts'
import { createCheck } from '../support/check/check.ts'
import { createPatient, type Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { codeOf } from '../support/problem.ts'

const LOOPS = 30
const PEOPLE = 10
const IN_FLIGHT = 20
/** A retry that finds its twin dead waits for it some seconds. */
const RETRY_EVERY = 5
/** Longer than 20 decisions take, so that some kills come before, some amid and some after them. */
const KILL_WITHIN_MS = 150

type Sent = { patient: Patient; body: DecisionBody; key: string; acknowledged: DecisionAnswer | null }

let api: Awaited<ReturnType<typeof startApiProcess>>
const patients: Patient[] = []

beforeAll(async () => {
  api = await startApiProcess({ ERABU_TICK_MS: '20', ERABU_LOG: 'warn' })
  const people = Array.from({ length: PEOPLE }, (_, index) => ordinary(index))
  for (const database of ['demo-registry', 'demo-biobank'] as const)
    await api.holder(database).link('research', people.map(numbersOf))
  for (const { id } of people) {
    const patient = createPatient({ origin: api.origin })
    await patient.enrol(id)
    patients.push(patient)
  }
})

afterAll(() => api?.close())

/** 20 decisions, signed and ready, two by each person. */
async function prepare(loop: number): Promise<Sent[]> {
  const sent: Sent[] = []
  for (let index = 0; index < IN_FLIGHT; index++) {
    const patient = patients[index % PEOPLE]
    if (!patient) throw new Error('nobody has enrolled')
    const body = await patient.signed((loop + index) % 3 === 0 ? 'allow' : 'stop', { all: true })
    sent.push({ patient, body, key: randomUUID(), acknowledged: null })
  }
  return sent
}

async function send(one: Sent): Promise<void> {
  const response = await one.patient.sendDecision(one.body, one.key).catch(() => null)
  if (response?.status !== 201) return
  one.acknowledged = await response.json().catch(() => null)
}

describe('kill -9 at any moment', () => {
  test(`loses no acknowledged decision and leaves nothing half-done, ${LOOPS} times`, async () => {
    const { keys } = (await (await fetch(`${api.origin}/jwks.json`)).json()) as { keys: [JsonWebKey] }
    const check = createCheck({ data: api.data, origin: api.origin, signingKey: keys[0] })
    const acknowledged = new Map<string, string>()
    let unanswered = 0
    let slowestBoot = 0

    for (let loop = 0; loop < LOOPS; loop++) {
      const sent = await prepare(loop)
      const answers = Promise.all(sent.map(send))
      await sleep(randomInt(KILL_WITHIN_MS))
      await api.kill()
      await answers
      for (const { acknowledged: answer } of sent)
        if (answer) acknowledged.set(answer.decision.id, answer.receipt.jws)
      unanswered += sent.filter((one) => one.acknowledged === null).length

      const atRest = await check()
      const stored = new Map(atRest.decision.map(({ id, receipt }) => [id, receipt]))
      for (const [id, receipt] of acknowledged)
        expect(stored.get(id), 'an acknowledged decision').toBe(receipt)

      slowestBoot = Math.max(slowestBoot, await api.start())
      if (loop % RETRY_EVERY === 0) await retryUnanswered(sent, stored)
    }

    expect(acknowledged.size, 'decisions that were acknowledged').toBeGreaterThan(0)
    expect(unanswered, 'decisions that were cut off').toBeGreaterThan(0)
    console.info(
      `${LOOPS} kills, ${acknowledged.size} acknowledged, slowest boot ${Math.round(slowestBoot)} ms`,
    )
    await sleep(200)
    const { outbox, event } = await check()
    expect(outbox, 'changes that were never published').toEqual([])
    expect(event.length).toBeGreaterThan(0)
  })
})

/** After a cut the same key and body give what was recorded, or a refusal that records nothing: never a second one. */
async function retryUnanswered(sent: Sent[], stored: Map<string, string>): Promise<void> {
  const cut = sent.filter(({ acknowledged }) => acknowledged === null)
  await Promise.all(
    cut.map(async ({ patient, body, key }) => {
      const before = stored.get(body.decision.id)
      const response = await patient.sendDecision(body, key)
      if (response.status === 201) {
        const { decision, receipt } = (await response.json()) as DecisionAnswer
        expect(decision.id).toBe(body.decision.id)
        if (before) expect(receipt.jws).toBe(before)
      } else {
        expect(['challenge-expired', 'request-in-progress']).toContain(await codeOf(response))
        expect(before).toBeUndefined()
      }
    }),
  )
}
