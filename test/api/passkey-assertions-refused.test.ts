import { describe, expect } from 'vitest'
import { createAuthenticator, type Flaw } from '../../mocks/person/authenticator.ts'
import { createPatient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

/** Answers that an honest authenticator and browser would never give; the library by itself accepts many of them. */
const FLAWS: [title: string, flaw: Flaw][] = [
  ['step 12: of another origin', { origin: 'https://erabu.example' }],
  ['step 12: of the same host on another port', { origin: 'http://localhost:1' }],
  ['step 12: of an origin that only begins like ours', { origin: 'http://localhost.evil.example' }],
  ['step 15: for another relying party', { rpId: 'evil.example' }],
  ['step 17: without user verification', { userVerified: false }],
  ['step 16: without user presence', { userPresent: false }],
  ['step 21: with a bad signature', { badSignature: true }],
  ['step 6: with the user handle of nobody', { userHandle: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ['step 6: with an empty user handle', { userHandle: '' }],
  ['step 6: with no user handle, though nobody was named before', { userHandle: null }],
  ['step 13: made in a foreign frame', { crossOrigin: true }],
  ['step 13: made below a foreign page', { crossOrigin: true, topOrigin: 'https://evil.example' }],
  ['step 14: that names a top origin', { topOrigin: 'https://evil.example' }],
  ['step 10: of a registration', { type: 'webauthn.create' }],
  ['step 10: of a payment', { type: 'payment.get' }],
  ['step 19: with the backup eligibility gone', { backupEligible: false }],
  ['step 2: whose id and rawId differ', { rawId: 'AAAA' }],
  ['step 6: with an id that nobody has', { id: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
]

describe('sign-in refuses an assertion (steps of WebAuthn L3 §7.2)', () => {
  test.for(FLAWS)('%s', async ([, flaw], { world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const options = await patient.sessionOptions()
    const response = patient.authenticator.get(options, flaw)
    const code = flaw.challenge ? 'challenge-expired' : 'passkey-rejected'
    await expectRefused(world, code, () =>
      patient.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('with a challenge that was never given out', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const response = patient.authenticator.get(await patient.sessionOptions(), {
      challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    })
    await expectRefused(world, 'challenge-expired', () =>
      patient.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test.for(['not JSON', '[]', 'null', '"text"'])('whose client data is %s', async (clientData, { world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const response = patient.authenticator.get(await patient.sessionOptions(), { clientData })
    await expectRefused(world, 'challenge-expired', () =>
      patient.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('that was used before', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const response = patient.authenticator.get(await patient.sessionOptions())
    await patient.call('POST', '/api/sessions', { response })
    await expectRefused(world, 'challenge-expired', () =>
      patient.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('after 120 seconds', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const response = patient.authenticator.get(await patient.sessionOptions())
    world.clock.advance(120_001)
    await expectRefused(world, 'challenge-expired', () =>
      patient.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('that answers the challenge of another session', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const elsewhere = createPatient({ origin: world.origin, authenticator: patient.authenticator })
    const response = patient.authenticator.get(await patient.sessionOptions())
    await elsewhere.sessionOptions()
    await expectRefused(world, 'challenge-expired', () =>
      elsewhere.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('that answers the challenge of a registration', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    const { challenge } = await patient.passkeyOptions()
    const response = patient.authenticator.get(await patient.sessionOptions(), { challenge })
    await expectRefused(world, 'challenge-expired', () =>
      patient.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('without a session that asked for it', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const response = patient.authenticator.get(await patient.sessionOptions())
    patient.browser.cookies.clear()
    await expectRefused(world, 'not-signed-in', () =>
      patient.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('by a passkey that claims to be that of somebody else', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await one.enrol(ordinary(0).id)
    await two.enrol(ordinary(1).id)
    const id = two.authenticator.credentials[0]?.id ?? ''
    const response = one.authenticator.get(await one.sessionOptions(), { id })
    await expectRefused(world, 'passkey-rejected', () =>
      one.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('with the user handle of somebody else', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await one.enrol(ordinary(0).id)
    await two.enrol(ordinary(1).id)
    const userHandle = two.authenticator.credentials[0]?.userHandle ?? ''
    const response = one.authenticator.get(await one.sessionOptions(), { userHandle })
    await expectRefused(world, 'passkey-rejected', () =>
      one.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('whose signature counter went back', async ({ world }) => {
    const authenticator = createAuthenticator({ origin: world.origin, counts: true, backupEligible: false })
    const patient = world.patient({ authenticator })
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    await patient.signIn()
    const response = authenticator.get(await patient.sessionOptions(), { signCount: 1 })
    await expectRefused(world, 'passkey-rejected', () =>
      patient.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('on a shared device, by a platform passkey', async ({ world }) => {
    const owner = world.patient()
    await owner.enrol(ordinary(0).id)
    const kiosk = world.patient({ device: 'shared', authenticator: owner.authenticator })
    const response = kiosk.authenticator.get(await kiosk.sessionOptions())
    await expectRefused(world, 'platform-passkey-refused', () =>
      kiosk.browser.send('POST', '/api/sessions', { json: { response } }),
    )
  })

  test('never with a word about what was wrong', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const answers = new Set<string>()
    for (const [, flaw] of FLAWS) {
      const response = patient.authenticator.get(await patient.sessionOptions(), flaw)
      const answer = await patient.browser.send('POST', '/api/sessions', { json: { response } })
      const { request_id: _, ...rest } = (await answer.json()) as { request_id: string }
      answers.add(JSON.stringify(rest))
    }
    expect(answers.size).toBe(1)
  })
})
