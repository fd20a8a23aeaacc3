import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { Problem } from '../../api/contract/problems.ts'
import { ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'

const POSTS = [
  '/api/portal/requests',
  '/api/passkeys/options',
  '/api/passkeys',
  '/api/sessions/options',
  '/api/sessions',
  '/api/decisions/options',
  '/api/decisions',
]
const GETS = [
  '/api/portal/callback',
  '/api/portal/requests/',
  '/api/decisions/',
  '/databases/',
  '/statuslists/',
  '/',
]
const RUNS = 150

/** Members that the api knows, so that nonsense reaches further than the first check. */
const member = fc.constantFrom(
  'device',
  'return_to',
  'decision',
  'response',
  'choice',
  'scope',
  'database',
  'purpose',
  'all',
  'text',
  'locale',
  'id',
  'rawId',
  'type',
  'clientExtensionResults',
  'clientDataJSON',
  'attestationObject',
  'authenticatorData',
  'signature',
  'userHandle',
  '__proto__',
)
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      'personal',
      'shared',
      'patient',
      'stop',
      'ja',
      'public-key',
      'research',
      'demo-registry',
      true,
      null,
      '',
    ),
    fc.string({ unit: 'binary' }),
    fc.base64String(),
    fc.double(),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(member, tie('any'), { maxKeys: 6 }),
  ),
})).any

/** What an answer to nonsense must be: no internal error, and a problem that repeats nothing. */
async function sound(response: Response): Promise<void> {
  expect(response.status).toBeLessThan(500)
  if (response.status < 400) return
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(((await response.json()) as Problem).type).toMatch(/^urn:erabu:problem:[a-z-]+$/)
}

test('no body whatever makes the api fail', async ({ world }) => {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...POSTS), value, async (path, json) => {
      await sound(
        await patient.browser.send('POST', path, { json, headers: { 'Idempotency-Key': randomUUID() } }),
      )
    }),
    { numRuns: RUNS },
  )
}, 60_000)

test('no path and no query whatever makes the api fail', async ({ world }) => {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  const text = fc.string({ unit: 'grapheme' }).map(encodeURIComponent)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...GETS), text, text, text, async (path, rest, name, query) => {
      const response = await patient.browser.send('GET', `${path}${rest}?${name}=${query}`)
      if (response.headers.get('content-type')?.includes('text/html')) return
      await sound(response)
    }),
    { numRuns: RUNS },
  )
}, 60_000)
