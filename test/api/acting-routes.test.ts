import { describe, expect } from 'vitest'
import { createApp } from '../../api/app.ts'
import { WHILE_ACTING } from '../../api/auth/acting.ts'
import type { Patient } from '../support/patient.ts'
import { FAMILY, numbersOf } from '../support/people.ts'
import { codeOf } from '../support/problem.ts'
import type { World } from '../support/world.ts'
import { unlimited as test } from '../support/world-test.ts'

/** What every route of a patient or a kiosk does in a session that acts for somebody. */
const TABLE: Record<string, 'about' | 'session' | 'nobody' | 'refused'> = {
  'GET /api/databases': 'about',
  'POST /api/decisions/options': 'about',
  'POST /api/decisions': 'about',
  'GET /api/decisions': 'about',
  'GET /api/decisions/:id/receipt': 'about',
  'GET /api/usage': 'about',
  'GET /api/record': 'about',
  'GET /api/record.ndjson': 'about',
  'GET /api/portal/requests/:id/coverage': 'about',
  'GET /api/portal/requests/:id': 'session',
  'GET /api/session': 'session',
  'DELETE /api/session': 'session',
  'GET /api/people': 'session',
  'POST /api/session/acting': 'session',
  'GET /api/catalogue': 'nobody',
  'GET /api/texts': 'nobody',
  'GET /api/desks': 'nobody',
  'GET /api/kiosk': 'nobody',
  'POST /api/kiosk/standby': 'nobody',
  'POST /api/kiosk/visits': 'nobody',
  'POST /api/kiosk/calls': 'nobody',
  'DELETE /api/kiosk/calls': 'nobody',
  'POST /api/kiosk/returns': 'refused',
  'GET /api/kiosk/staff': 'refused',
  'POST /api/kiosk/staff/sessions/options': 'refused',
  'POST /api/kiosk/staff/sessions': 'refused',
  'POST /api/kiosk/staff/calls/:id': 'refused',
  'POST /api/kiosk/staff/kiosks/:id/commands': 'refused',
  'POST /api/portal/requests': 'refused',
  'GET /api/portal/callback': 'refused',
  'POST /api/passkeys/options': 'refused',
  'POST /api/passkeys': 'refused',
  'GET /api/passkeys': 'refused',
  'PATCH /api/passkeys/:id': 'refused',
  'DELETE /api/passkeys/:id': 'refused',
  'POST /api/sessions/options': 'refused',
  'POST /api/sessions': 'refused',
  'POST /api/decisions/:id/keep': 'refused',
  'POST /api/cases': 'refused',
  'GET /api/cases': 'refused',
  'GET /api/messages': 'refused',
  'POST /api/messages/:id/read': 'refused',
  'GET /api/push': 'refused',
  'POST /api/push': 'refused',
  'DELETE /api/push': 'refused',
  'DELETE /api/desk/session': 'refused',
  'GET /api/desk/entries': 'refused',
  'GET /api/desk/session': 'refused',
  'POST /api/desk/entries': 'refused',
  'POST /api/desk/entries/:id/confirm': 'refused',
  'POST /api/desk/entries/:id/options': 'refused',
  'POST /api/desk/entries/:id/return': 'refused',
  'POST /api/desk/entries/options': 'refused',
  'POST /api/desk/keys': 'refused',
  'POST /api/desk/keys/options': 'refused',
  'POST /api/desk/sessions': 'refused',
  'POST /api/desk/sessions/options': 'refused',
  'PUT /api/session/safe': 'refused',
}

const served = (kind: string) => Object.keys(TABLE).filter((route) => TABLE[route] === kind)
const partsOf = (route: string): [string, string] => [route.split(' ')[0] ?? '', route.split(' ')[1] ?? '']

/** Every route under `/api` that the app serves. */
const routesOf = (world: World): string[] => [
  ...new Set(
    createApp(world.deps)
      .routes.filter(
        ({ method, path }) => method !== 'ALL' && path.startsWith('/api/') && !path.includes('*'),
      )
      .map(({ method, path }) => `${method} ${path.replace(/\/$/, '').replace(/:\w+/g, ':id')}`),
  ),
]

async function acting(world: World): Promise<{ patient: Patient; proofing: string }> {
  const [linked] = await world.holder('demo-registry').link('research', [numbersOf(FAMILY.child)])
  expect(linked).toHaveProperty('token')
  const patient = world.patient()
  const proofing = await patient.prove(FAMILY.mother.id)
  const response = patient.authenticator.create(await patient.passkeyOptions())
  await patient.call('POST', '/api/passkeys', { response })
  await patient.decide('stop', { all: true })
  await patient.actFor(0)
  return { patient, proofing }
}

describe('the routes of a session that acts for somebody', () => {
  test('are all in the table', async ({ world }) => {
    expect(routesOf(world).sort()).toEqual(Object.keys(TABLE).sort())
  })

  test('are served as the table says, and by nothing else', () => {
    for (const [route, kind] of Object.entries(TABLE)) {
      const [method, path] = partsOf(route)
      const found = WHILE_ACTING.find(([verb, pattern]) => verb === method && pattern.test(path))
      // The catalogue, the texts and the desks are served before there is a session.
      const isPublic = ['/api/catalogue', '/api/texts', '/api/desks'].includes(path)
      expect(found?.[2] ?? (isPublic ? 'nobody' : 'refused'), route).toBe(kind)
    }
  })

  test('refuse whatever is about whoever acts', async ({ world }) => {
    const { patient } = await acting(world)
    const before = await world.fingerprint()
    for (const route of served('refused')) {
      const [method, path] = partsOf(route)
      const answer = await patient.browser.send(
        method,
        path.replace(':id', 'one'),
        method === 'GET' ? {} : { json: {} },
      )
      expect(await codeOf(answer), route).toBe('acting')
    }
    expect(await world.fingerprint()).toBe(before)
  })

  test('say for whom they answer, and hold nothing of whoever acts', async ({ world }) => {
    const { patient, proofing } = await acting(world)
    const own = (await world.check()).decision[0]
    const made = await patient.decide('stop', { database: 'demo-registry' })
    const preview = await patient.decisionOptions('allow', { database: 'demo-registry' })
    for (const answer of [made, preview]) expect(answer).toMatchObject({ for: { relation: 'child' } })
    for (const route of served('about').filter((one) => one.startsWith('GET '))) {
      const path = partsOf(route)[1].replace('requests/:id', `requests/${proofing}`)
      const answer = await patient.browser.send('GET', path.replace(':id', made.decision.id))
      const text = await answer.text()
      expect(answer.status, route).toBe(200)
      expect(text).not.toContain(own?.id)
      expect(text).not.toContain(own?.receipt_number)
      if (answer.headers.get('content-type')?.includes('application/json'))
        expect(JSON.parse(text), route).toMatchObject({ for: { relation: 'child' } })
    }
    const ownReceipt = await patient.browser.send('GET', `/api/decisions/${own?.id}/receipt`)
    expect(await codeOf(ownReceipt)).toBe('not-found')
  })
})
