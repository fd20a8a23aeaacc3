import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createApp } from '../../api/app.ts'
import { StoreUnavailable } from '../../api/store/errors.ts'
import type { Holder } from '../support/holder.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { startWorld, type World } from '../support/world.ts'

/** What a policy may let a page load: its own files, and pictures that it makes. */
const OWN = /^('none'|'self'|data:|blob:|'script'|erabu)$/

let world: World
let patient: Patient
let holder: Holder
let stream: string
let list: string

beforeAll(async () => {
  world = await startWorld()
  for (const page of ['welcome', 'kiosk', 'kiosk-staff', 'kiosk-check', 'kiosk-forms'])
    await writeFile(join(world.deps.config.web, `${page}.html`), '<!doctype html>')
  patient = world.patient()
  await patient.enrol(ordinary(0).id)
  holder = world.holder('demo-registry')
  const [linked] = await holder.link('research', [numbersOf(ordinary(0))])
  if (!linked || !('status_list' in linked)) throw new Error('nothing was linked')
  list = new URL(linked.status_list.uri).pathname
  stream = await holder.streamId()
  await patient.decide('stop', { all: true })
  await world.tick()
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => world.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(world.origin + path, { headers, redirect: 'manual' })
const post = (path: string, json: unknown) => patient.browser.send('POST', path, { json })
const poll = (json: object) => holder.send('POST', `/ssf/streams/${stream}/poll`, { json })

/** Every kind of answer: of files, of handlers, of those that bypass Hono, and refusals at each stage. */
const ANSWERS: [what: string, status: number, caching: string, ask: () => Promise<Response>][] = [
  ['the first page', 200, 'no-cache', () => get('/')],
  ['a page of the app', 200, 'no-cache', () => get('/status')],
  ['a kiosk’s page', 200, 'no-store', () => get('/kiosk')],
  ['the staff’s page', 200, 'no-store', () => get('/kiosk/staff')],
  ['the page of a kiosk’s check', 200, 'no-store', () => get('/kiosk/check')],
  ['a script', 200, 'public, max-age=31536000, immutable', () => get('/assets/app-1a2b3c.js')],
  ['a missing file', 404, 'no-store', () => get('/assets/app-000000.js')],
  ['a HEAD request', 200, 'no-cache', () => fetch(world.origin, { method: 'HEAD' })],
  ['a method that is not served', 405, 'no-store', () => fetch(world.origin, { method: 'OPTIONS' })],
  ['a patient’s JSON', 200, 'no-store', () => patient.browser.send('GET', '/api/session')],
  [
    'a receipt',
    200,
    'no-store',
    async () => {
      const [decided] = (await patient.decisions()).decisions
      return patient.browser.send('GET', `/api/decisions/${decided?.id}/receipt`)
    },
  ],
  [
    'what was created',
    201,
    'no-store',
    () => post('/api/portal/requests', { device: 'personal', return_to: 'patient' }),
  ],
  ['no content', 204, 'no-store', () => world.patient().browser.send('DELETE', '/api/session')],
  ['a redirect', 303, 'no-store', () => get('/api/portal/callback?state=x', { accept: 'text/html' })],
  ['an invalid request', 400, 'no-store', () => post('/api/sessions/options', {})],
  ['nobody signed in', 401, 'no-store', () => get('/api/session')],
  ['another site', 403, 'no-store', () => fetch(`${world.origin}/api/sessions/options`, { method: 'POST' })],
  ['nothing there', 404, 'no-store', () => get('/api/nothing')],
  ['a large body', 413, 'no-store', () => post('/api/sessions/options', { device: 'x'.repeat(70_000) })],
  [
    'another type',
    415,
    'no-store',
    () =>
      patient.browser.send('POST', '/api/sessions/options', {
        body: 'x',
        headers: { 'Content-Type': 'text/plain' },
      }),
  ],
  [
    'a store that does not answer',
    503,
    'no-store',
    () => {
      vi.spyOn(world.deps.store, 'read').mockRejectedValue(new StoreUnavailable('away'))
      return patient.browser.send('GET', '/api/databases')
    },
  ],
  [
    'a failure',
    500,
    'no-store',
    () => {
      vi.spyOn(world.deps.store, 'read').mockRejectedValue(new Error('broken'))
      return patient.browser.send('GET', '/api/databases')
    },
  ],
  ['an access token', 200, 'no-store', () => holder.token()],
  ['a client that is refused', 401, 'no-store', () => holder.token('', { claims: { aud: 'x' } })],
  ['a token that is refused', 401, 'no-store', () => get('/ssf/streams', { authorization: 'Bearer x' })],
  ['a holder’s JSON', 200, 'no-store', () => holder.send('GET', '/ssf/streams')],
  ['lines', 200, 'no-store', () => holder.postLinkages('research', '{}\n')],
  ['a full poll', 200, 'no-store', () => poll({ returnImmediately: true })],
  ['an empty poll', 200, 'no-store', () => poll({ returnImmediately: true, maxEvents: 0 })],
  ['a poll that is refused', 400, 'no-store', () => poll({ maxEvents: -1 })],
  [
    'too many requests',
    429,
    'no-store',
    async () => {
      const verify = () => holder.send('POST', '/ssf/verify', { json: { stream_id: stream } })
      for (let times = 0; times < 20; times++) await verify()
      return verify()
    },
  ],
  ['a status list', 200, 'private, max-age=300', () => holder.send('GET', list)],
  [
    'a status list that has not changed',
    304,
    'private, max-age=300',
    async () => {
      const { headers } = await holder.send('GET', list)
      return holder.send('GET', list, { headers: { 'if-none-match': headers.get('etag') ?? '' } })
    },
  ],
  [
    'the lists of a database',
    200,
    'private, no-cache',
    () => holder.send('GET', '/statuslists?database=demo-registry'),
  ],
  ['a status list for nobody', 401, 'no-store', () => get(list)],
  [
    'a list that is not there',
    404,
    'no-store',
    () => holder.send('GET', '/statuslists/demo-registry/research/99'),
  ],
  ['a list of an earlier time', 501, 'no-store', () => holder.send('GET', `${list}?time=1`)],
  ['our keys', 200, 'public, max-age=300', () => get('/jwks.json')],
  ['the interface', 200, 'public, max-age=300', () => get('/openapi.json')],
  ['the interface to read', 200, 'public, max-age=300', () => get('/openapi')],
]

test.for(ANSWERS)('%s (%i) carries the security headers', async ([, status, caching, ask]) => {
  const answer = await ask()
  const { headers } = answer
  expect([answer.status, headers.get('cache-control')]).toEqual([status, caching])
  const policy = new Map(
    headers
      .get('content-security-policy')
      ?.split('; ')
      .map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1)]),
  )
  for (const closed of ['default-src', 'frame-ancestors', 'base-uri'])
    expect(policy.get(closed), closed).toEqual(["'none'"])
  expect(policy.get('script-src')).toEqual(["'self'"])
  expect(policy.get('require-trusted-types-for')).toEqual(["'script'"])
  expect([...policy.values()].flat().filter((source) => !OWN.test(source))).toEqual([])
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringMatching(
      /publickey-credentials-get=\(self\), publickey-credentials-create=\(self\), camera=\(\)/,
    ),
  })
  expect(headers.get('x-powered-by') ?? headers.get('server')).toBeNull()
  expect(headers.get('strict-transport-security'), 'http has no transport to keep').toBeNull()
  if (status >= 400 && status !== 401) expect(headers.get('content-type')).toBe('application/problem+json')
  if (status === 429 || status === 503) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
})

test.for([
  '/',
  '/kiosk',
  '/assets/app-1a2b3c.js',
  '/api/session',
  '/nothing.js',
  '/jwks.json',
  '/statuslists',
  '/openapi',
])('over https %s requires https for a year, also on subdomains', async (path) => {
  const config = { ...world.deps.config, origin: 'https://erabu.example' }
  const { headers } = await createApp({ ...world.deps, config }).request(path)
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
})
