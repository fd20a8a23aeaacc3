import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import type { DecisionAnswer, DecisionBody } from '../../api/contract/patient.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { codeOf } from '../support/problem.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

const TIMES = 50
const times = <T>(make: (index: number) => T): T[] => Array.from({ length: TIMES }, (_, index) => make(index))

/** Sends as a browser does: repeats while the service is too busy or its twin is still in progress. */
async function sendUntilDone(patient: Patient, body: DecisionBody, key: string): Promise<Response> {
  for (;;) {
    const answer = await patient.sendDecision(body, key)
    const isBusy = answer.status === 503 || (answer.status === 409 && answer.headers.has('retry-after'))
    if (!isBusy) return answer
    await sleep(100)
  }
}

describe('exactly one decision results from', () => {
  test('one assertion that is posted 50 times at once under 50 keys', async ({ world }) => {
    const person = ordinary(0)
    await world.holder('demo-registry').link('research', [numbersOf(person)])
    const patient = world.patient()
    await patient.enrol(person.id)
    const body = await patient.signed('stop', { all: true })
    const answers = await Promise.all(times(() => patient.sendDecision(body, randomUUID())))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    const refusals = answers.filter(({ status }) => status !== 201)
    expect(new Set(await Promise.all(refusals.map(codeOf)))).toEqual(new Set(['challenge-expired']))
    const { decision, outbox } = await world.check()
    expect(decision).toHaveLength(1)
    expect(outbox).toHaveLength(1)
  })

  test('one Idempotency-Key that is posted 50 times at once, and all get the same answer', async ({
    world,
  }) => {
    const person = ordinary(0)
    await world.holder('demo-registry').link('research', [numbersOf(person)])
    const patient = world.patient()
    await patient.enrol(person.id)
    const body = await patient.signed('stop', { all: true })
    const key = randomUUID()
    const answers = await Promise.all(times(() => sendUntilDone(patient, body, key)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    const { decision, outbox } = await world.check()
    expect(decision).toHaveLength(1)
    expect(outbox).toHaveLength(1)
  })

  test('50 previews of stop and allow at once: each once, and the last one recorded stands', async ({
    world,
  }) => {
    const person = ordinary(0)
    await world.holder('demo-registry').link('research', [numbersOf(person)])
    const patient = world.patient()
    await patient.enrol(person.id)
    const bodies = []
    for (const index of times((index) => index))
      bodies.push(await patient.signed(index % 2 ? 'allow' : 'stop', { all: true }))
    const answers = await Promise.all(bodies.map((body) => sendUntilDone(patient, body, randomUUID())))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    const { decisions } = await patient.decisions()
    expect(decisions).toHaveLength(TIMES)
    const { standing } = await patient.databases()
    expect(standing?.choice).toBe(decisions[0]?.choice)
    await world.tick()
    await world.check()
  })
})

describe('an Idempotency-Key', () => {
  // Twelve digits, some with the check digit of a My Number; all signs; shortest; longest.
  const KEYS = [
    '123456789018',
    '1234-5678-9018',
    '202611280001',
    '!"#$%&/()=',
    'k'.repeat(8),
    '~'.repeat(128),
  ]
  test.for(KEYS)(
    'may be anything that the machine chooses (%s), and is not stored as it came',
    async (key, { world }) => {
      const patient = world.patient()
      await patient.enrol(ordinary(0).id)
      const body = await patient.signed('stop', { all: true })
      const answers = [await patient.sendDecision(body, key), await patient.sendDecision(body, key)]
      expect(answers.map(({ status }) => status)).toEqual([201, 201])
      const [first, again] = await Promise.all(answers.map((answer) => answer.json()))
      expect(again).toEqual(first)
      const { decision, idempotency } = await world.check()
      expect(decision).toHaveLength(1)
      expect(idempotency.map((kept) => kept.key)).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
      expect(JSON.stringify(idempotency)).not.toContain(JSON.stringify(key).slice(1, -1))
    },
  )

  test('gives the same answer again, also from a later session', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const body = await patient.signed('stop', { all: true })
    const key = randomUUID()
    const first = (await (await patient.sendDecision(body, key)).json()) as DecisionAnswer
    const before = await world.fingerprint()
    await patient.browser.send('DELETE', '/api/session')
    await patient.signIn()
    const again = (await (await patient.sendDecision(body, key)).json()) as DecisionAnswer
    expect(again).toEqual(first)
    expect((await world.check()).decision).toHaveLength(1)
    expect(before).not.toBe('')
  })

  test('is refused with another body', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const key = randomUUID()
    await patient.sendDecision(await patient.signed('stop', { all: true }), key)
    const other = await patient.signed('allow', { all: true })
    await expectRefused(world, 'idempotency-key-reused', () => patient.sendDecision(other, key))
  })

  test('of another person is a different key', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await one.enrol(ordinary(0).id)
    await two.enrol(ordinary(1).id)
    const key = randomUUID()
    const first = await one.decide('stop', { all: true }, key)
    const second = await two.decide('stop', { all: true }, key)
    expect(second.decision.id).not.toBe(first.decision.id)
  })

  test('is free again after a refusal', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const key = randomUUID()
    const { decision, options } = await patient.decisionOptions('stop', { all: true })
    const response = patient.authenticator.get(options, { badSignature: true })
    await expectRefused(world, 'passkey-rejected', () => patient.sendDecision({ decision, response }, key))
    await patient.decide('stop', { all: true }, key)
  })

  test('whose request died halfway is free again for the same person', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { patient: rows } = await world.check()
    const key = randomUUID()
    const left = {
      key,
      body_hash: 'A'.repeat(43),
      decision_id: null,
      created_at: world.clock.now().getTime(),
    }
    await world.deps.store.transact((tx) =>
      tx
        .insertInto('idempotency')
        .values({ ...left, patient_id: rows[0]?.id ?? '' })
        .execute(),
    )
    world.clock.advance(60_000)
    expect((await patient.decide('stop', { all: true }, key)).decision.choice).toBe('stop')
  })
})
