import { expect } from 'vitest'
import { ordinary } from '../support/people.ts'
import { problemFaults } from '../support/problem.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

const OTHER = 'A'.repeat(43)

test.for([
  ['before it', (own: string) => `session=${OTHER}; session=${own}`],
  ['after it', (own: string) => `session=${own}; session=${OTHER}`],
  ['of the same value', (own: string) => `session=${own};session=${own}`],
  ['among others', (own: string) => `a=b; session=${own}; c=d;  session = ${OTHER}`],
  ['without a value', (own: string) => `session; session=${own}`],
  ['of an impossible value', (own: string) => `session="${'\u0080'}"; session=${own}`],
] as const)('a session’s cookie with a second one %s opens nothing', async ([, cookies], { world }) => {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  const own = patient.browser.cookies.get('session')?.value ?? ''
  const headers = { Cookie: cookies(own) }
  for (const [method, path] of [
    ['GET', '/api/session'],
    ['GET', '/api/databases'],
    ['DELETE', '/api/session'],
  ] as const)
    await expectRefused(world, 'invalid-request', () => patient.browser.send(method, path, { headers }))
  const alone = await patient.browser.send('GET', '/api/session', { headers: { Cookie: `session=${own}` } })
  expect(await alone.json()).toMatchObject({ patient: { since: expect.any(String) } })
})

test('two of one name are both forgotten, whatever path of the site the other was set for', async ({
  world,
}) => {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  const own = patient.browser.cookies.get('session')?.value
  const headers = { Cookie: `session=${OTHER}; session=${own}` }
  const answer = await patient.browser.send('GET', '/api/portal/requests/x;y/coverage', { headers })
  expect(await problemFaults(answer, 'invalid-request')).toEqual([])
  const dropped = answer.headers.getSetCookie().map((line) => line.split('; '))
  for (const [pair, ...attributes] of dropped)
    expect([pair, attributes]).toEqual(['session=', expect.arrayContaining(['Max-Age=0', 'HttpOnly'])])
  expect(dropped.map((parts) => parts.find((part) => part.startsWith('Path='))?.slice(5))).toEqual([
    '/',
    '/api',
    '/api/',
    '/api/portal',
    '/api/portal/',
    '/api/portal/requests',
    '/api/portal/requests/',
  ])
  await expectRefused(world, 'not-signed-in', () => patient.browser.send('GET', '/api/session'))
  await patient.signIn()
})

test('a proofing’s cookie with a second one opens no answer of the portal', async ({ world }) => {
  const patient = world.patient()
  const { authorize_url } = await patient.startProofing()
  const callback = await patient.consent(authorize_url, ordinary(0).id)
  const own = patient.browser.cookies.get('proofing')?.value ?? ''
  const answer = await patient.browser.send('GET', callback, {
    fromElsewhere: true,
    headers: { Cookie: `proofing=${OTHER}; proofing=${own}` },
  })
  expect(await problemFaults(answer, 'invalid-request')).toEqual([])
  expect(patient.browser.cookies.has('proofing')).toBe(false)
})

test('a cookie whose name only begins or ends the same is a different one', async ({ world }) => {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  const own = patient.browser.cookies.get('session')?.value
  const headers = { Cookie: `my-session=${OTHER}; session=${own}; session2=${OTHER}; Session=${OTHER}` }
  expect((await patient.browser.send('GET', '/api/session', { headers })).status).toBe(200)
})
