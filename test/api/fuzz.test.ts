import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { z } from 'zod'
import { CaseBody } from '../../api/contract/cases.ts'
import * as holderSchemas from '../../api/contract/holder.ts'
import { OutcomeLine } from '../../api/contract/outcomes.ts'
import * as patientSchemas from '../../api/contract/patient.ts'
import { PROBLEM_STATUS } from '../../api/contract/problem-status.ts'
import { PROBLEM_TITLES } from '../../api/contract/problem-titles.ts'
import type { Problem, ProblemCode } from '../../api/contract/problems.ts'
import { ErasureBody, ProjectBody } from '../../api/contract/projects.ts'
import { PushBody } from '../../api/contract/push.ts'
import { ordinary } from '../support/people.ts'
import { scale } from '../support/scale.ts'
import { type Known, nearly } from '../support/schema-arbitrary.ts'
import { FEEDS } from '../support/setting.ts'
import { shownText } from '../support/shown-text.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** Requests of each test; the four together are 100,000 in the long form. */
const RUNS = scale(120, 25_000)
const TIME = scale(120_000, 3_600_000)
/** Pause between requests, so that no rate limit is reached. */
const PAUSE_MS = 20
/** Only a hang takes this long. */
const HANG_MS = 30_000

const PATIENT: [method: string, path: string, schema: z.ZodType][] = [
  ['POST', '/api/portal/requests', patientSchemas.ProofingBody],
  ['POST', '/api/passkeys/options', patientSchemas.PasskeyOptionsBody],
  ['POST', '/api/passkeys', patientSchemas.PasskeyBody],
  ['PATCH', '/api/passkeys/$passkey', patientSchemas.PasskeyChangeBody],
  ['POST', '/api/sessions/options', patientSchemas.SessionOptionsBody],
  ['POST', '/api/sessions', patientSchemas.SessionBody],
  ['POST', '/api/decisions/options', patientSchemas.DecisionOptionsBody],
  ['POST', '/api/decisions', patientSchemas.DecisionBody],
  ['POST', '/api/push', PushBody],
  ['POST', '/api/cases', CaseBody],
]

const HOLDER: [method: string, path: string, schema: z.ZodType][] = [
  ['POST', '/ssf/streams', holderSchemas.StreamConfig],
  ['PATCH', '/ssf/streams', holderSchemas.StreamChange],
  ['PUT', '/ssf/streams', holderSchemas.StreamChange],
  ['POST', '/ssf/status', holderSchemas.StatusBody],
  ['POST', '/ssf/verify', holderSchemas.VerifyBody],
  ['POST', '/ssf/streams/$stream/applied', holderSchemas.AppliedBody],
  ['POST', '/ssf/streams/$stream/rewind', holderSchemas.RewindBody],
  ['POST', '/ssf/streams/$stream/poll', holderSchemas.PollBody],
  ['PUT', '/projects/p?database=demo-registry', ProjectBody],
  ['POST', '/projects/p/erasure?database=demo-registry', ErasureBody],
]

const LINES: [path: string, first: z.ZodType, line: z.ZodType][] = [
  ['/linkages?database=demo-registry&purpose=research', holderSchemas.LinkageLine, holderSchemas.LinkageLine],
  ['/linkages/removals?database=demo-registry', holderSchemas.TokenLine, holderSchemas.TokenLine],
  ['/ssf/streams/$stream/outcomes', OutcomeLine, OutcomeLine],
  ['/usage', holderSchemas.UsageHead, holderSchemas.TokenLine],
]

const GETS = [
  '/api/portal/callback',
  '/api/portal/requests/',
  '/api/decisions/',
  '/api/databases',
  '/api/usage',
  '/api/record',
  '/api/cases',
  '/api/messages',
  '/api/messages/',
  '/api/passkeys/',
  '/databases/',
  '/ssf/streams',
  '/ssf/status',
  '/statuslists',
  '/statuslists/',
  '/.well-known/',
  '/',
]

/**
 * What holds for any answer: it is no failure of ours. An unsuccessful one is a problem of the table, and changed
 * nothing. @param limited whether 429 is allowed.
 */
async function sound(
  world: World,
  send: (signal: AbortSignal) => Promise<Response>,
  limited = false,
): Promise<void> {
  world.clock.advance(PAUSE_MS)
  const before = await world.fingerprint()
  const response = await send(AbortSignal.timeout(HANG_MS))
  const text = await response.text()
  expect(response.status, text).toBeLessThan(500)
  if (!limited) expect(response.status, text).not.toBe(429)
  if (response.status < 400) return
  expect(await world.fingerprint(), 'a refused request changed the store').toBe(before)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = JSON.parse(text) as Problem
  const code = problem.type.replace(/^urn:erabu:problem:/, '') as ProblemCode
  const { status } = response
  expect(PROBLEM_STATUS[code]).toBe(status)
  expect(problem).toMatchObject({ status, title: PROBLEM_TITLES[code], request_id: expect.any(String) })
}

/** A person with a passkey and a holder with a stream, and the values that let random input get further. */
async function parties(world: World) {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await patient.signIn()
  const holder = world.holder('demo-registry')
  const stream = await holder.streamId()
  const known: Known = {
    database: FEEDS,
    aud: FEEDS,
    stream_id: [stream],
    iss: [world.origin],
    text: [shownText({ choice: 'stop', scope: { all: true }, locale: 'ja' })],
    // A long poll would look like a hang.
    returnImmediately: [true],
    maxEvents: [0, 1, 1000],
  }
  const fill = (path: string) =>
    path.replace('$stream', stream).replace('$passkey', patient.authenticator.credentials[0]?.id ?? '')
  return { patient, holder, known, fill }
}

describe('no invalid input makes the api fail, hang or change:', () => {
  test(
    'no body of a patient',
    async ({ world }) => {
      const { patient, known, fill } = await parties(world)
      const calls = PATIENT.map(([method, path, schema]) =>
        nearly(schema, known).map((json) => ({ method, path: fill(path), json })),
      )
      await fc.assert(
        fc.asyncProperty(fc.oneof(...calls), ({ method, path, json }) =>
          sound(world, () =>
            patient.browser.send(method, path, { json, headers: { 'Idempotency-Key': randomUUID() } }),
          ),
        ),
        { numRuns: RUNS },
      )
    },
    TIME,
  )

  test(
    'no body of a holder',
    async ({ world }) => {
      const { holder, known, fill } = await parties(world)
      const calls = HOLDER.map(([method, path, schema]) =>
        nearly(schema, known).map((json) => ({
          method,
          path: fill(path),
          json:
            path.endsWith('/poll') && typeof json === 'object' ? { ...json, returnImmediately: true } : json,
        })),
      )
      await fc.assert(
        fc.asyncProperty(fc.oneof(...calls), ({ method, path, json }) =>
          // Verifications that nobody fetches do not accumulate.
          sound(world, () => holder.send(method, path, { json }), path === '/ssf/verify'),
        ),
        { numRuns: RUNS },
      )
    },
    TIME,
  )

  test(
    'no lines of a holder',
    async ({ world }) => {
      const { holder, known, fill } = await parties(world)
      const calls = LINES.map(([path, first, line]) =>
        fc
          .tuple(
            nearly(first, known),
            fc.array(nearly(line, known), { maxLength: 3 }),
            fc.constantFrom('\n', '\r\n', '\n\n', ' '),
          )
          .map(([head, rest, between]) => ({
            path: fill(path),
            ndjson: [head, ...rest].map((value) => JSON.stringify(value) ?? '').join(between),
          })),
      )
      await fc.assert(
        fc.asyncProperty(fc.oneof(...calls), ({ path, ndjson }) =>
          sound(world, () => holder.send('POST', path, { ndjson })),
        ),
        { numRuns: RUNS },
      )
    },
    TIME,
  )

  test(
    'no path and no query',
    async ({ world }) => {
      const { patient, holder } = await parties(world)
      const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map(encodeURIComponent)
      const name = fc.oneof(text, fc.constantFrom('state', 'code', 'stream_id', 'database', 'purpose'))
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...GETS), text, name, text, async (path, rest, key, value) => {
          const url = `${path}${rest}?${key}=${value}`
          const person = path.startsWith('/api')
          await sound(world, () => (person ? patient.browser.send('GET', url) : holder.send('GET', url)))
        }),
        { numRuns: RUNS },
      )
    },
    TIME,
  )
})
