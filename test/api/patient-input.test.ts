import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { shownIntent } from '../support/shown-text.ts'
import { test } from '../support/world-test.ts'

/** The POST routes by which a patient signs in and decides, with a valid body. */
type Route = { path: string; body(patient: Patient): Promise<Record<string, unknown>> }
const ROUTES: Route[] = [
  { path: '/api/portal/requests', body: async () => ({ device: 'personal', return_to: 'patient' }) },
  { path: '/api/passkeys/options', body: async () => ({ device: 'personal' }) },
  {
    path: '/api/passkeys',
    body: async (patient) => ({ response: patient.authenticator.create(await patient.passkeyOptions()) }),
  },
  { path: '/api/sessions/options', body: async () => ({ device: 'personal' }) },
  {
    path: '/api/sessions',
    body: async (patient) => ({ response: patient.authenticator.get(await patient.sessionOptions()) }),
  },
  {
    path: '/api/decisions/options',
    body: async () => ({ decision: shownIntent('stop', { all: true }) }),
  },
  { path: '/api/decisions', body: async (patient) => ({ ...(await patient.signed('stop', { all: true })) }) },
]
const key = () => ({ 'Idempotency-Key': randomUUID() })

describe.each(ROUTES)('POST $path', ({ path, body }) => {
  async function signedIn({ patient }: { patient: () => Patient }) {
    const somebody = patient()
    await somebody.enrol(ordinary(0).id)
    await somebody.signIn()
    return { somebody, json: await body(somebody) }
  }

  test('is refused with an unknown member', async ({ world }) => {
    const { somebody, json } = await signedIn(world)
    await expectRefused(
      world,
      'invalid-request',
      () =>
        somebody.browser.send('POST', path, { json: { ...json, my_number: '123456789012' }, headers: key() }),
      ['123456789012', 'my_number'],
    )
  })

  test('is refused with a member of a wrong type, and does not repeat it', async ({ world }) => {
    const { somebody, json } = await signedIn(world)
    for (const member of Object.keys(json))
      for (const wrong of [null, 5, [], 'verraeterisch', { verraeterisch: 1 }])
        await expectRefused(
          world,
          'invalid-request',
          () => somebody.browser.send('POST', path, { json: { ...json, [member]: wrong }, headers: key() }),
          ['verraeterisch'],
        )
  })

  test('is refused without a member', async ({ world }) => {
    const { somebody, json } = await signedIn(world)
    for (const member of Object.keys(json))
      await expectRefused(world, 'invalid-request', () =>
        somebody.browser.send('POST', path, { json: { ...json, [member]: undefined }, headers: key() }),
      )
  })

  test('is refused when it is not a JSON object of this depth', async ({ world }) => {
    const { somebody, json } = await signedIn(world)
    const deep = '['.repeat(10_000) + ']'.repeat(10_000)
    const nested = Object.keys(json).map((member) =>
      JSON.stringify({ ...json, [member]: '#' }).replace('"#"', deep),
    )
    for (const text of [
      deep,
      ...nested,
      '',
      '{',
      'null',
      '[]',
      '"text"',
      '1e999',
      `${'['.repeat(20_000)}`,
      '\u0000',
    ])
      await expectRefused(world, 'invalid-request', () =>
        somebody.browser.send('POST', path, {
          body: text,
          headers: { ...key(), 'Content-Type': 'application/json' },
        }),
      )
  })

  test('is refused when it is too large, announced or not', async ({ world }) => {
    const { somebody, json } = await signedIn(world)
    const large = JSON.stringify({ ...json, padding: 'x'.repeat(300_000) })
    await expectRefused(world, 'body-too-large', () =>
      somebody.browser.send('POST', path, {
        body: large,
        headers: { ...key(), 'Content-Type': 'application/json' },
      }),
    )
  })

  test('is refused compressed', async ({ world }) => {
    const { somebody, json } = await signedIn(world)
    await expectRefused(world, 'unsupported-media-type', () =>
      somebody.browser.send('POST', path, { json, headers: { ...key(), 'Content-Encoding': 'gzip' } }),
    )
  })
})

describe('routes that need a signed-in person', () => {
  test.for(['/api/session', '/api/databases', '/api/decisions', `/api/decisions/${randomUUID()}/receipt`])(
    'GET %s is refused without a session, with an invented cookie and to a person who is only proofed',
    async (path, { world }) => {
      const nobody = world.patient()
      await expectRefused(world, 'not-signed-in', () => nobody.browser.send('GET', path))
      nobody.browser.cookies.set('session', { value: 'A'.repeat(43), strict: true })
      await expectRefused(world, 'not-signed-in', () => nobody.browser.send('GET', path))
      if (path === '/api/session') return
      const proofed = world.patient()
      await proofed.prove(ordinary(0).id)
      await expectRefused(world, 'not-signed-in', () => proofed.browser.send('GET', path))
    },
  )
})

describe('other methods and paths', () => {
  test('are refused as problems, and never as a page', async ({ world }) => {
    const patient = world.patient()
    await patient.sessionOptions()
    for (const path of [
      '/api',
      '/api/',
      '/api/nothing',
      '/api/portal',
      '/api/decisions/x',
      '/api/patients',
    ]) {
      const answer = await patient.browser.send('GET', path)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const answer = await patient.browser.send(method, '/api/databases', { json: {} })
      expect([404, 405]).toContain(answer.status)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
    }
  })

  test('GET never changes anything', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const before = await world.fingerprint()
    for (const { path } of ROUTES) await patient.browser.send('GET', path)
    expect(await world.fingerprint()).toBe(before)
  })
})
