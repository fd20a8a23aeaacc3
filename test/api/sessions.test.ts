import { describe, expect } from 'vitest'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { MINUTE } from '../support/clock.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

describe('a session', () => {
  test('is anonymous until a person signs in', async ({ world }) => {
    const patient = world.patient()
    await expectRefused(world, 'not-signed-in', () => patient.browser.send('GET', '/api/session'))
    await patient.sessionOptions()
    expect(await patient.session()).toMatchObject({ patient: null, proofed: false, device: 'personal' })
    await expectRefused(world, 'not-signed-in', () => patient.browser.send('GET', '/api/databases'))
  })

  test('lives in a cookie that scripts and other sites do not get', async ({ world }) => {
    const patient = world.patient()
    const answer = await patient.browser.send('POST', '/api/sessions/options', {
      json: { device: 'personal' },
    })
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^session=[\w-]{43};/)
    expect(cookie.split('; ').slice(1).sort()).toEqual([
      'HttpOnly',
      'Max-Age=3600',
      'Path=/',
      'SameSite=Strict',
    ])
  })

  test('gets another cookie at sign-in, and the old one is worthless', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.browser.send('DELETE', '/api/session')
    await patient.sessionOptions()
    const before = patient.browser.cookies.get('session')
    await patient.signIn()
    expect(patient.browser.cookies.get('session')?.value).not.toBe(before?.value)
    const stale = world.patient()
    if (before) stale.browser.cookies.set('session', before)
    await expectRefused(world, 'not-signed-in', () => stale.browser.send('GET', '/api/session'))
  })

  test('ends after 10 idle minutes', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    world.clock.advance(9 * MINUTE)
    await patient.session()
    world.clock.advance(9 * MINUTE)
    await patient.session()
    world.clock.advance(10 * MINUTE + 1000)
    await expectRefused(world, 'not-signed-in', () => patient.browser.send('GET', '/api/session'))
  })

  test('ends 60 minutes after sign-in, however busy', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    for (let minutes = 0; minutes < 56; minutes += 8) {
      await patient.session()
      world.clock.advance(8 * MINUTE)
    }
    const { expires_at } = await patient.session()
    expect(Date.parse(expires_at) - world.clock.now().getTime()).toBeLessThanOrEqual(4 * MINUTE)
    world.clock.advance(4 * MINUTE + 1000)
    await expectRefused(world, 'not-signed-in', () => patient.browser.send('GET', '/api/session'))
  })

  test('ends after 2 idle minutes on a shared device', async ({ world }) => {
    const patient = world.patient({ device: 'shared' })
    await patient.sessionOptions()
    world.clock.advance(2 * MINUTE + 1000)
    await expectRefused(world, 'not-signed-in', () => patient.browser.send('GET', '/api/session'))
  })

  test('that began on a shared device stays shared', async ({ world }) => {
    const patient = world.patient({ device: 'shared' })
    await patient.sessionOptions()
    await patient.call('POST', '/api/sessions/options', { device: 'personal' })
    expect((await patient.session()).device).toBe('shared')
  })

  test('is gone for good after sign-out', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const cookie = patient.browser.cookies.get('session')
    const answer = await patient.browser.send('DELETE', '/api/session')
    expect(answer.status).toBe(204)
    expect(answer.headers.get('clear-site-data')).toBeNull()
    expect(patient.browser.cookies.has('session')).toBe(false)
    if (cookie) patient.browser.cookies.set('session', cookie)
    await expectRefused(world, 'not-signed-in', () => patient.browser.send('GET', '/api/session'))
  })

  test('leaves nothing behind on a shared device', async ({ world }) => {
    const roaming = { transports: ['usb' as const], attachment: 'cross-platform' as const }
    const authenticator = createAuthenticator({ origin: world.origin, ...roaming })
    const patient = world.patient({ device: 'shared', authenticator })
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    const answer = await patient.browser.send('DELETE', '/api/session')
    expect(answer.headers.get('clear-site-data')).toBe('"cache","cookies","storage"')
    expect((await world.check()).session).toEqual([])
  })

  test('need not exist for a sign-out', async ({ world }) => {
    expect((await world.patient().browser.send('DELETE', '/api/session')).status).toBe(204)
  })
})

describe('sign-in', () => {
  test('identifies the person only by the passkey', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { patient: since } = await patient.session()
    await patient.browser.send('DELETE', '/api/session')
    const answer = await patient.signIn()
    expect(answer.patient).toEqual(since)
    expect(answer.proofed).toBe(false)
  })

  test('asks for a discoverable passkey and for user verification', async ({ world }) => {
    const options = await world.patient().sessionOptions()
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required', timeout: 120_000 })
    expect(options.allowCredentials ?? []).toEqual([])
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32)
  })

  test('remembers the counter of a hardware key', async ({ world }) => {
    const authenticator = createAuthenticator({ origin: world.origin, counts: true, backupEligible: false })
    const patient = world.patient({ authenticator })
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    await patient.signIn()
    expect((await world.check()).passkey[0]?.counter).toBe(2)
  })
})

describe('enrolment', () => {
  test('makes one account for one person, with a handle that names nobody', async ({ world }) => {
    const patient = world.patient()
    await patient.prove(ordinary(0).id)
    const options = await patient.passkeyOptions()
    expect(options).toMatchObject({
      rp: { id: 'localhost' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    expect(JSON.stringify(options)).not.toContain(ordinary(0).name)
    const response = patient.authenticator.create(options)
    await patient.call('POST', '/api/passkeys', { response })
    const stored = await world.check()
    expect(stored.patient).toHaveLength(1)
    expect(stored.passkey).toHaveLength(1)
    expect(await patient.session()).toMatchObject({ patient: { since: expect.any(String) } })
  })

  test('of a further passkey needs a fresh assertion, and both sign in', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.signIn()
    const options = await patient.passkeyOptions()
    expect(options.excludeCredentials?.map(({ id }) => id)).toEqual(
      patient.authenticator.credentials.map(({ id }) => id),
    )
    const second = world.patient()
    const response = second.authenticator.create(options)
    await patient.call('POST', '/api/passkeys', { response })
    await second.signIn()
    expect((await second.session()).patient).toEqual((await patient.session()).patient)
    expect((await world.check()).patient).toHaveLength(1)
  })

  test('again, to recover, keeps the account and ends its other sessions', async ({ world }) => {
    const lost = world.patient()
    await lost.enrol(ordinary(0).id)
    await lost.decide('stop', { all: true })
    const again = world.patient()
    await again.prove(ordinary(0).id)
    const response = again.authenticator.create(await again.passkeyOptions(true))
    await again.call('POST', '/api/passkeys', { response })
    expect((await again.decisions()).decisions).toHaveLength(1)
    await expectRefused(world, 'not-signed-in', () => lost.browser.send('GET', '/api/session'))
    await lost.signIn()
  })
})
