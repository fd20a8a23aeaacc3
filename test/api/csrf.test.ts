import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../api/app.ts'
import { openKiosk } from '../support/kiosk.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { codeOf, problemFaults } from '../support/problem.ts'
import { startWorld, type World } from '../support/world.ts'

const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE']
/** Headers that say that a request begins on another site, or do not say where. */
const FOREIGN: Record<string, string | null>[] = [
  { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
  { Origin: 'http://localhost:1', 'Sec-Fetch-Site': 'same-site' },
  { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
  { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' },
  { Origin: '', 'Sec-Fetch-Site': 'same-origin' },
  { Origin: null, 'Sec-Fetch-Site': 'none' },
  { Origin: null, 'Sec-Fetch-Site': '' },
  { Origin: 'https://evil.example', 'Sec-Fetch-Site': null },
  { Origin: 'null', 'Sec-Fetch-Site': null },
  { Origin: '', 'Sec-Fetch-Site': null },
  { Origin: null, 'Sec-Fetch-Site': null },
]
/**
 * Content types that a form, or a script without CORS permission, can send to another site, and some that nobody
 * should.
 */
const TYPES = [
  'text/plain',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json-patch+json',
  null,
]

let world: World
let patient: Patient
let routes: { method: string; path: string }[]

beforeAll(async () => {
  world = await startWorld()
  patient = world.patient()
  await patient.enrol(ordinary(0).id)
  const found = createApp(world.deps)
    .routes.filter(({ method, path }) => UNSAFE.includes(method) && path.startsWith('/api/'))
    .map(({ method, path }) => `${method} ${path.replace(/:\w+/g, 'x')}`)
  routes = [...new Set(found)].map((route) => {
    const [method = '', path = ''] = route.split(' ')
    return { method, path }
  })
})
afterAll(() => world.close())

/** Calls each route as a person who is signed in, at a kiosk. */
const send = ({ method, path }: { method: string; path: string }, headers: Record<string, string | null>) =>
  patient.browser.send(method, path, {
    json: {},
    headers: {
      Authorization: `Kiosk ${openKiosk(world).credential}`,
      'Idempotency-Key': 'k'.repeat(16),
      ...headers,
    },
  })

/** Nothing may have changed: neither the stored state, nor who is signed in. */
async function unchanged(act: () => Promise<void>): Promise<void> {
  const before = await world.fingerprint()
  await act()
  expect(await world.fingerprint(), 'the store changed').toBe(before)
  expect((await patient.session()).patient).not.toBeNull()
}

test('there are routes of patients, kiosks and staff to test', () => {
  for (const route of [
    'POST /api/decisions',
    'DELETE /api/session',
    'PATCH /api/passkeys/x',
    'POST /api/kiosk/visits',
  ])
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toContain(route)
  expect(routes.filter(({ path }) => path.startsWith('/api/kiosk/staff')).length).toBeGreaterThan(3)
})

test.for(FOREIGN)('no route does anything for %j', (headers) =>
  unchanged(async () => {
    for (const route of routes) {
      const faults = await problemFaults(await send(route, headers), 'cross-site-request')
      expect(faults, `${route.method} ${route.path}`).toEqual([])
    }
  }),
)

test.for(TYPES)('no route reads a body that comes as %s', (type) =>
  unchanged(async () => {
    for (const route of routes.filter(({ method }) => method !== 'DELETE')) {
      const faults = await problemFaults(
        await send(route, { 'Content-Type': type }),
        'unsupported-media-type',
      )
      expect(faults, `${route.method} ${route.path}`).toEqual([])
    }
  }),
)

test.for([
  ['by the browser’s Sec-Fetch-Site', { Origin: null }],
  ['by its origin, where the browser is old', { 'Sec-Fetch-Site': null }],
] as const)('every route accepts our own pages, recognised %s', async ([, headers]) => {
  for (const route of routes.filter(({ path }) => path !== '/api/session')) {
    const answer = await send(route, headers)
    expect(['cross-site-request', 'unsupported-media-type'], `${route.method} ${route.path}`).not.toContain(
      await codeOf(answer),
    )
  }
})
