import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import type { DecisionAnswer } from '../../api/contract/patient.ts'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { MINUTE } from '../support/clock.ts'
import { createPatient, type Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { codeOf } from '../support/problem.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const answerOf = async (response: Response) => {
  expect(response.status).toBe(201)
  return (await response.json()) as DecisionAnswer
}

/** A person whose request ends between claim and record: the receipt cannot be signed. */
async function claimed(world: World, choice: 'stop' | 'allow' = 'stop') {
  const person = ordinary(0)
  await world.holder('demo-registry').link('research', [numbersOf(person)])
  const patient = world.patient()
  await patient.enrol(person.id)
  return { patient, ...(await claim(world, patient, choice)) }
}

async function claim(world: World, patient: Patient, choice: 'stop' | 'allow') {
  const body = await patient.signed(choice, { all: true })
  const key = randomUUID()
  await cutOff(world, () => patient.sendDecision(body, key))
  return { body, key }
}

async function cutOff(world: World, send: () => Promise<Response>): Promise<void> {
  const { signer } = world.deps
  const sign = signer.sign
  signer.sign = () => {
    throw new Error('cut off')
  }
  try {
    expect((await send()).status).toBe(500)
  } finally {
    signer.sign = sign
  }
}

describe('a body whose request died between its claim and its record', () => {
  test('is recorded when it comes again', async ({ world }) => {
    const { patient, body, key } = await claimed(world)
    const { decision } = await answerOf(await patient.sendDecision(body, key))
    expect(decision.id).toBe(body.decision.id)
    const stored = await world.check()
    expect([stored.decision.length, stored.outbox.length]).toEqual([1, 1])
    expect(stored.idempotency.map(({ payload }) => payload)).toEqual([null])
  })

  test('is recorded after a restart, also in a later session', async ({ world }) => {
    const { patient, body, key } = await claimed(world)
    await world.restart()
    await patient.browser.send('DELETE', '/api/session')
    await patient.signIn()
    const { decision, receipt } = await answerOf(await patient.sendDecision(body, key))
    expect(decision.id).toBe(body.decision.id)
    expect((await answerOf(await patient.sendDecision(body, key))).receipt).toEqual(receipt)
    expect((await world.check()).decision).toHaveLength(1)
  })

  test('is recorded once when it comes 50 times at once', async ({ world }) => {
    const { patient, body, key } = await claimed(world)
    await world.restart()
    const answers = await Promise.all(Array.from({ length: 50 }, () => patient.sendDecision(body, key)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    const { decision, outbox } = await world.check()
    expect([decision.length, outbox.length]).toEqual([1, 1])
  })

  test('is valid for ten minutes, although its challenge was for two', async ({ world }) => {
    const { patient, body, key } = await claimed(world)
    world.clock.advance(9 * MINUTE)
    await answerOf(await patient.sendDecision(body, key))
  })

  test('is not valid for longer, and the key is then free for a new signature', async ({ world }) => {
    const { patient, body, key } = await claimed(world)
    world.clock.advance(11 * MINUTE)
    await patient.signIn()
    await expectRefused(world, 'challenge-expired', () => patient.sendDecision(body, key))
    await patient.decide('stop', { all: true }, key)
  })

  test('does not overrule what the person decided after it', async ({ world }) => {
    const { patient, body, key } = await claimed(world, 'allow')
    const { decision } = await patient.decide('stop', { all: true })
    const refused = await patient.sendDecision(body, key)
    expect(await codeOf(refused)).toBe('challenge-expired')
    expect((await world.check()).decision.map(({ id }) => id)).toEqual([decision.id])
  })

  test('is recorded after what was claimed before it', async ({ world }) => {
    const first = await claimed(world, 'stop')
    const second = await claim(world, first.patient, 'allow')
    await answerOf(await first.patient.sendDecision(first.body, first.key))
    await answerOf(await first.patient.sendDecision(second.body, second.key))
    const { decisions } = await first.patient.decisions()
    expect(decisions.map(({ id }) => id)).toEqual([second.body.decision.id, first.body.decision.id])
  })

  test('is refused under another key, and keeps its own', async ({ world }) => {
    const { patient, body, key } = await claimed(world)
    await expectRefused(world, 'challenge-expired', () => patient.sendDecision(body, randomUUID()))
    await answerOf(await patient.sendDecision(body, key))
  })

  test('is unknown to anybody else', async ({ world }) => {
    const { body, key } = await claimed(world)
    const other = world.patient()
    await other.enrol(ordinary(1).id)
    await expectRefused(world, 'challenge-expired', () => other.sendDecision(body, key))
  })

  test('is unknown to a key that signed something else', async ({ world }) => {
    const { patient, body, key } = await claimed(world)
    const other = { ...body, decision: { ...body.decision, choice: 'allow' as const } }
    await expectRefused(world, 'idempotency-key-reused', () => patient.sendDecision(other, key))
  })

  test('is refused when its passkey was removed meanwhile', async ({ world }) => {
    const { patient, body, key } = await claimed(world)
    await patient.signIn()
    const second = createPatient({ origin: world.origin })
    const response = second.authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    await second.signIn()
    const removed = await second.browser.send('DELETE', `/api/passkeys/${body.response.id}`)
    expect(removed.status).toBe(204)
    expect(await codeOf(await second.sendDecision(body, key))).toBe('passkey-rejected')
    expect((await world.check()).decision).toEqual([])
  })

  test('names the place where it was made, wherever it is sent from later', async ({ world }) => {
    const authenticator = createAuthenticator({
      origin: world.origin,
      transports: ['usb'],
      attachment: 'cross-platform',
    })
    const kiosk = world.patient({ device: 'shared', authenticator })
    await kiosk.enrol(ordinary(0).id)
    const { body, key } = await claim(world, kiosk, 'stop')
    const phone = createPatient({ origin: world.origin, authenticator })
    await phone.signIn()
    const { decision } = await answerOf(await phone.sendDecision(body, key))
    expect(decision.device).toBe('shared')
  })
})
