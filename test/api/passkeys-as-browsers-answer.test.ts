import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import { createAuthenticator, type Flaw } from '../../mocks/person/authenticator.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'

async function decides(patient: Patient, flaw: Flaw): Promise<number> {
  const { decision, options } = await patient.decisionOptions('stop', { all: true })
  const body = { decision, response: patient.authenticator.get(options, flaw) }
  return (await patient.sendDecision(body, randomUUID())).status
}

describe('a decision is accepted from a browser that', () => {
  test.for([
    ['says whose credential it is', {}],
    ['does not', { userHandle: null }],
    ['writes that as an empty user handle, as Safari does with a security key', { userHandle: '' }],
  ] as const)('%s', async ([, flaw], { world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    expect(await decides(patient, flaw)).toBe(201)
  })
})

test('a passkey that attests itself is registered, and signs in', async ({ world }) => {
  const patient = world.patient()
  await patient.prove(ordinary(0).id)
  const response = patient.authenticator.create(await patient.passkeyOptions(), { selfAttested: (s) => s })
  await patient.call('POST', '/api/passkeys', { response })
  expect((await patient.signIn()).patient).not.toBeNull()
})

describe('a synced passkey that counts on each device separately', () => {
  test('signs in and decides with a counter that went back, and the audit trail says so', async ({
    world,
  }) => {
    const authenticator = createAuthenticator({ origin: world.origin, counts: true })
    const patient = world.patient({ authenticator })
    await patient.enrol(ordinary(0).id)
    for (const signCount of [9, 3]) {
      const response = authenticator.get(await patient.sessionOptions(), { signCount })
      await patient.call('POST', '/api/sessions', { response })
    }
    expect(await decides(patient, { signCount: 2 })).toBe(201)
    const { passkey, audit } = await world.check()
    expect(passkey).toMatchObject([{ counter: 2 }])
    const noted = audit.filter(({ kind }) => kind === 'counter-back')
    expect(noted.map(({ reference }) => reference)).toEqual([passkey[0]?.id, passkey[0]?.id])
  })

  test('signs in on two devices at once', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const other = world.patient({ authenticator: patient.authenticator })
    const both = await Promise.all(
      [patient, other].map(async (each) => ({
        each,
        response: each.authenticator.get(await each.sessionOptions(), { signCount: 1 }),
      })),
    )
    const statuses = await Promise.all(
      both.map(
        async ({ each, response }) =>
          (await each.browser.send('POST', '/api/sessions', { json: { response } })).status,
      ),
    )
    expect(statuses).toEqual([201, 201])
  })

  test('unlike one that is bound to its device, which must count up', async ({ world }) => {
    const authenticator = createAuthenticator({ origin: world.origin, counts: true, backupEligible: false })
    const patient = world.patient({ authenticator })
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    await patient.signIn()
    expect(await decides(patient, { signCount: 1 })).toBe(403)
  })
})
