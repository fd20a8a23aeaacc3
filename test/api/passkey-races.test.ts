import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { createPatient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { codeOf } from '../support/problem.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const TIMES = 50

/** Sends the same request many times at once. @returns how many were answered with each status or problem code. */
async function atOnce(
  send: (index: number) => Promise<Response>,
  times = TIMES,
): Promise<Record<string, number>> {
  const answers = await Promise.all(Array.from({ length: times }, (_, index) => send(index)))
  const outcomes = await Promise.all(
    answers.map(async (answer) => (answer.ok ? `${answer.status}` : codeOf(answer))),
  )
  return Object.fromEntries(
    [...Map.groupBy(outcomes, (outcome) => outcome)].map(([name, all]) => [name, all.length]),
  )
}

/** A person with a passkey whose records a registry has linked. */
async function linked(world: World) {
  const person = ordinary(0)
  await world.holder('demo-registry').link('research', [numbersOf(person)])
  const patient = world.patient()
  await patient.enrol(person.id)
  return patient
}

describe('exactly one wins of', () => {
  test('50 posts of one sign-in at once', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const response = patient.authenticator.get(await patient.sessionOptions())
    const outcomes = await atOnce(() => patient.browser.send('POST', '/api/sessions', { json: { response } }))
    // Once the winner has a new cookie, late requests find their session gone.
    expect(outcomes[201]).toBe(1)
    expect((outcomes['challenge-expired'] ?? 0) + (outcomes['not-signed-in'] ?? 0)).toBe(TIMES - 1)
  })

  test('50 posts of one registration at once', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    const response = patient.authenticator.create(await patient.passkeyOptions())
    const outcomes = await atOnce(() => patient.browser.send('POST', '/api/passkeys', { json: { response } }))
    expect(outcomes[201]).toBe(1)
    const { passkey, patient: patients } = await world.check()
    expect([passkey.length, patients.length]).toEqual([1, 1])
  })

  test('five devices on which one person enrols for the first time at once', async ({ world }) => {
    const devices = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const patient = world.patient()
        await patient.prove(ordinary(0).id)
        const response = patient.authenticator.create(await patient.passkeyOptions())
        return { patient, response }
      }),
    )
    const outcomes = await atOnce(async (index) => {
      const { patient, response } = devices[index] ?? { patient: world.patient(), response: null }
      return patient.browser.send('POST', '/api/passkeys', { json: { response } })
    }, devices.length)
    expect(outcomes).toEqual({ 201: 1, 'account-exists': 4 })
    const { passkey, patient } = await world.check()
    expect([passkey.length, patient.length]).toEqual([1, 1])
  })

  test('stop and allow under one key, 25 of each at once', async ({ world }) => {
    const patient = await linked(world)
    const bodies = [await patient.signed('stop', { all: true }), await patient.signed('allow', { all: true })]
    const key = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: TIMES }, async (_, index) => {
        const body = bodies[index % 2]
        if (!body) throw new Error('no body')
        const answer = await patient.sendDecision(body, key)
        return {
          choice: body.decision.choice,
          outcome: answer.ok ? `${answer.status}` : await codeOf(answer),
        }
      }),
    )
    const { decision } = await world.check()
    expect(decision).toHaveLength(1)
    const won = decision[0]?.choice
    for (const { choice, outcome } of answers)
      expect(outcome).toBe(choice === won ? '201' : 'idempotency-key-reused')
    expect((await patient.databases()).standing?.choice).toBe(won)
  })

  test('stop and allow that were signed over one challenge', async ({ world }) => {
    const patient = await linked(world)
    const { decision, options } = await patient.decisionOptions('stop', { all: true })
    const body = { decision, response: patient.authenticator.get(options) }
    const turned = { ...body, decision: { ...decision, choice: 'allow' as const } }
    const outcomes = await atOnce((index) => patient.sendDecision(index % 2 ? body : turned, randomUUID()))
    const stored = await world.check()
    expect(outcomes[201] ?? 0).toBe(stored.decision.length)
    expect(stored.decision.filter(({ choice }) => choice === 'allow')).toEqual([])
    expect(stored.decision.length).toBeLessThanOrEqual(1)
  })

  test('the removals of all passkeys of one person at once, each separately: one stays', async ({
    world,
  }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    const all = [patient, world.patient(), world.patient(), world.patient()]
    for (const one of all.slice(1)) {
      const response = one.authenticator.create(await patient.passkeyOptions())
      await patient.call('POST', '/api/passkeys', { response })
      await one.signIn()
    }
    const { passkey } = await world.check()
    const outcomes = await atOnce((index) => {
      const id = all[index]?.authenticator.credentials[0]?.id
      return all[index]?.browser.send('DELETE', `/api/passkeys/${id}`) as Promise<Response>
    }, all.length)
    const left = await world.check()
    expect([passkey.length, left.passkey.length]).toEqual([4, 1])
    expect(outcomes).toEqual({ 204: 3, 'last-passkey': 1 })
  })

  test('a hardware key and its copy with the same counter', async ({ world }) => {
    const authenticator = createAuthenticator({ origin: world.origin, backupEligible: false })
    const patient = world.patient({ authenticator })
    await patient.enrol(ordinary(0).id)
    const copy = createPatient({ origin: world.origin, authenticator: patient.authenticator })
    const both = await Promise.all(
      [patient, copy].map(async (each) => ({
        each,
        response: each.authenticator.get(await each.sessionOptions(), { signCount: 1 }),
      })),
    )
    const outcomes: string[] = []
    for (const { each, response } of both) {
      const answer = await each.browser.send('POST', '/api/sessions', { json: { response } })
      outcomes.push(answer.ok ? `${answer.status}` : await codeOf(answer))
    }
    expect(outcomes).toEqual(['201', 'passkey-rejected'])
  })
})
