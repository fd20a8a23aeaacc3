import { describe, expect } from 'vitest'
import type { Flaw } from '../../mocks/person/authenticator.ts'
import { MINUTE } from '../support/clock.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

const FLAWS: [title: string, flaw: Flaw][] = [
  ['step 9: of another origin', { origin: 'https://erabu.example' }],
  ['step 14: for another relying party', { rpId: 'evil.example' }],
  ['step 16: without user verification', { userVerified: false }],
  ['step 15: without user presence', { userPresent: false }],
  ['step 10: made in a foreign frame', { crossOrigin: true }],
  ['step 11: that names a top origin', { topOrigin: 'https://evil.example' }],
  ['step 7: of a sign-in', { type: 'webauthn.get' }],
  ['step 13: whose id is not the attested one', { id: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ['step 2: whose id and rawId differ', { rawId: 'AAAA' }],
  ['step 24: with an attestation that was not asked for', { format: 'packed' }],
  ['step 21: with an attestation format that does not exist', { format: 'erabu' }],
]

describe('registration refuses a passkey (steps of WebAuthn L3 §7.1)', () => {
  test.for(FLAWS)('%s', async ([, flaw], { world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    const response = patient.authenticator.create(await patient.passkeyOptions(), flaw)
    await expectRefused(world, 'passkey-rejected', () =>
      patient.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })

  test('with a credential id longer than 1023 bytes', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    const response = patient.authenticator.create(await patient.passkeyOptions(), { idLength: 1024 })
    await expectRefused(world, 'invalid-request', () =>
      patient.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })

  test('that is not discoverable, with its own problem', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    const response = patient.authenticator.create(await patient.passkeyOptions(), {
      extensions: { credProps: { rk: false } },
    })
    await expectRefused(world, 'undiscoverable-passkey', () =>
      patient.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })

  test('with a challenge that was never given out', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    const challenge = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    const response = patient.authenticator.create(await patient.passkeyOptions(), { challenge })
    await expectRefused(world, 'challenge-expired', () =>
      patient.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })

  test('that was registered already', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    const response = patient.authenticator.create(await patient.passkeyOptions())
    await patient.call('POST', '/api/passkeys', { response })
    await expectRefused(world, 'challenge-expired', () =>
      patient.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })

  test('after 300 seconds', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    const response = patient.authenticator.create(await patient.passkeyOptions())
    world.clock.advance(300_001)
    await expectRefused(world, 'challenge-expired', () =>
      patient.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })

  test('that answers the challenge of a sign-in', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    const { challenge } = await patient.sessionOptions()
    const response = patient.authenticator.create(await patient.passkeyOptions(), { challenge })
    await expectRefused(world, 'challenge-expired', () =>
      patient.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })

  test('that answers the challenge of another session', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await one.prove(ordinary(0).id)
    await two.prove(ordinary(1).id)
    const response = one.authenticator.create(await one.passkeyOptions())
    await two.passkeyOptions()
    await expectRefused(world, 'challenge-expired', () =>
      two.browser.send('POST', '/api/passkeys', { json: { response } }),
    )
  })

  test('of the platform, on a shared device', async ({ world }) => {
    const kiosk = world.patient({ device: 'shared' })
    await kiosk.prove(ordinary(0).id)
    const options = await kiosk.passkeyOptions()
    expect(options.authenticatorSelection?.authenticatorAttachment).toBe('cross-platform')
    const flaws: Flaw[] = [
      { attachment: 'platform', transports: ['usb'] },
      { attachment: 'cross-platform', transports: ['usb', 'internal'] },
    ]
    for (const flaw of flaws) {
      const response = kiosk.authenticator.create(await kiosk.passkeyOptions(), flaw)
      await expectRefused(world, 'platform-passkey-refused', () =>
        kiosk.browser.send('POST', '/api/passkeys', { json: { response } }),
      )
    }
  })

  test('of a person who is not proofed', async ({ world }) => {
    const patient = world.patient()
    await patient.sessionOptions()
    await expectRefused(world, 'proofing-required', () =>
      patient.browser.send('POST', '/api/passkeys/options', { json: { device: 'personal' } }),
    )
  })

  test('of a person whose proofing is older than 10 minutes', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    for (let minute = 0; minute <= 10; minute += 5) {
      await patient.session()
      world.clock.advance(5 * MINUTE)
    }
    await expectRefused(world, 'proofing-required', () =>
      patient.browser.send('POST', '/api/passkeys/options', { json: { device: 'personal' } }),
    )
  })

  test('of a person who has an account, unless they recover it', async ({ world }) => {
    await world.patient().enrol(ordinary(0).id)
    const again = world.patient()
    await again.prove(ordinary(0).id)
    await expectRefused(world, 'account-exists', () =>
      again.browser.send('POST', '/api/passkeys/options', { json: { device: 'personal' } }),
    )
  })

  test('as a further one, when the last assertion is older than 5 minutes', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    world.clock.advance(5 * MINUTE + 1)
    await expectRefused(world, 'assertion-required', () =>
      patient.browser.send('POST', '/api/passkeys/options', { json: { device: 'personal' } }),
    )
  })
})
