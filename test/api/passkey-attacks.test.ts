import { describe, expect } from 'vitest'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { createPatient, type Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** Offset of the id of a new credential in authenticator data: after hash, flags, counter, AAGUID and length. */
const ID_AT = 37 + 16 + 2

/** A second browser with the current cookies of the first. */
function withCookiesOf(world: World, patient: Patient): Patient {
  const copy = createPatient({ origin: world.origin, authenticator: patient.authenticator })
  for (const [name, cookie] of patient.browser.cookies) copy.browser.cookies.set(name, cookie)
  return copy
}
const whoAmI = (patient: Patient) => () => patient.browser.send('GET', '/api/session')

describe('a planted cookie is worthless', () => {
  test('after the person signed in with it', async ({ world }) => {
    const victim = world.patient()
    await victim.enrol(ordinary(0).id)
    const attacker = world.patient()
    await attacker.sessionOptions()
    const lured = withCookiesOf(world, attacker)
    await lured.call('POST', '/api/sessions', {
      response: victim.authenticator.get(await lured.sessionOptions()),
    })
    expect((await lured.session()).patient).not.toBeNull()
    await expectRefused(world, 'not-signed-in', whoAmI(attacker))
  })

  test('after the person enrolled with it', async ({ world }) => {
    const attacker = world.patient()
    await attacker.sessionOptions()
    const lured = withCookiesOf(world, attacker)
    await lured.enrol(ordinary(0).id)
    await expectRefused(world, 'not-signed-in', whoAmI(attacker))
  })

  test('after the person recovered with it', async ({ world }) => {
    await world.patient().enrol(ordinary(0).id)
    const attacker = world.patient()
    await attacker.sessionOptions()
    const lured = createPatient({ origin: world.origin })
    for (const [name, cookie] of attacker.browser.cookies) lured.browser.cookies.set(name, cookie)
    await lured.prove(ordinary(0).id)
    const response = lured.authenticator.create(await lured.passkeyOptions(true))
    await lured.call('POST', '/api/passkeys', { response })
    await expectRefused(world, 'not-signed-in', whoAmI(attacker))
  })

  test('while the person has proofed: it does not show their coverage', async ({ world }) => {
    const attacker = world.patient()
    await attacker.sessionOptions()
    const lured = withCookiesOf(world, attacker)
    const id = await lured.prove(ordinary(0).id)
    await expectRefused(world, 'not-signed-in', () =>
      attacker.browser.send('GET', `/api/portal/requests/${id}/coverage`),
    )
  })
})

describe('a portal’s answer is worthless', () => {
  test('in the browser of a person whom an attacker sent there', async ({ world }) => {
    const [attacker, victim] = [world.patient(), world.patient()]
    const { authorize_url } = await attacker.startProofing()
    const location = await attacker.consent(authorize_url, ordinary(1).id)
    const answer = await victim.comeBack(location)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/proofing?error=state-rejected'])
    await expectRefused(world, 'not-signed-in', whoAmI(victim))
  })

  test('to the attacker who began it, when the victim consented to it', async ({ world }) => {
    const [attacker, victim] = [world.patient(), world.patient()]
    const { id, authorize_url } = await attacker.startProofing()
    await victim.comeBack(await victim.consent(authorize_url, ordinary(0).id))
    expect(await attacker.call('GET', `/api/portal/requests/${id}`)).toEqual({ status: 'pending' })
    expect(await attacker.session()).toMatchObject({ proofed: false })
  })
})

describe('registration refuses (WebAuthn L3 §7.1)', () => {
  test('at step 26: another person’s credential', async ({ world }) => {
    const [victim, attacker] = [world.patient(), world.patient()]
    await victim.enrol(ordinary(0).id)
    await attacker.prove(ordinary(1).id)
    const id = victim.authenticator.credentials[0]?.id ?? ''
    const authData = (bytes: Buffer) => {
      Buffer.from(id, 'base64url').copy(bytes, ID_AT)
      return bytes
    }
    const response = attacker.authenticator.create(await attacker.passkeyOptions(), { id, authData })
    await expectRefused(world, 'passkey-rejected', () =>
      attacker.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
    await victim.signIn()
  })

  test('at step 29: a passkey for a user handle that is not the account’s', async ({ world }) => {
    const [early, first] = [world.patient(), world.patient()]
    await early.prove(ordinary(0).id)
    const response = early.authenticator.create(await early.passkeyOptions(true))
    await first.enrol(ordinary(0).id)
    await expectRefused(world, 'challenge-expired', () =>
      early.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })
})

describe('sign-in refuses (WebAuthn L3 §7.2)', () => {
  test('at step 6: the credential of one account with the user handle of another', async ({ world }) => {
    const [victim, attacker] = [world.patient(), world.patient()]
    await victim.enrol(ordinary(0).id)
    await attacker.enrol(ordinary(1).id)
    const userHandle = victim.authenticator.credentials[0]?.userHandle ?? ''
    const response = attacker.authenticator.get(await attacker.sessionOptions(), { userHandle })
    await expectRefused(world, 'passkey-rejected', () =>
      attacker.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('a claim to be a personal device: a kiosk’s session stays a kiosk’s', async ({ world }) => {
    const owner = world.patient()
    await owner.enrol(ordinary(0).id)
    const kiosk = world.patient({ device: 'shared', authenticator: owner.authenticator })
    await kiosk.sessionOptions()
    const options = await kiosk.call<Awaited<ReturnType<Patient['sessionOptions']>>>(
      'POST',
      '/api/sessions/options',
      { device: 'personal' },
    )
    const response = owner.authenticator.get(options)
    await expectRefused(world, 'platform-passkey-refused', () =>
      kiosk.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })
})

test('a decision on a shared device refuses the device’s own passkey, whatever signed in', async ({
  world,
}) => {
  const roaming = { transports: ['usb' as const], attachment: 'cross-platform' as const }
  const kiosk = world.patient({
    device: 'shared',
    authenticator: createAuthenticator({
      origin: world.origin,
      ...roaming,
    }),
  })
  await kiosk.enrol(ordinary(0).id)
  const { decision, options } = await kiosk.decisionOptions('stop', { all: true })
  const response = kiosk.authenticator.get(options, { attachment: 'platform' })
  await expectRefused(world, 'platform-passkey-refused', () =>
    kiosk.sendDecision({ decision, response }, 'a-key-of-its-own'),
  )
})
