import { expect, test } from 'vitest'
import { createApp } from '../../api/app.ts'
import type { VisitAnswer } from '../../api/contract/kiosk.ts'
import { openKiosk } from '../support/kiosk.ts'
import { startWorld } from '../support/world.ts'

/** Routes that a page of a kiosk may call, by method and path; `ALL` are middleware. */
const routesOf = (world: Awaited<ReturnType<typeof startWorld>>) => [
  ...new Set(
    createApp(world.deps)
      .routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .map(({ method, path }) => `${method} ${path.replace(/:\w+/g, 'x')}`),
  ),
]

/** Identical for everybody and cached: an answer that named a visit would be read in another one. */
const PUBLIC = ['GET /api/catalogue', 'GET /api/desks', 'GET /api/texts']

test('each answer to a visit, including refusals, names its visit', async () => {
  const world = await startWorld({ rate: { perSecond: 1e6, burst: 1e6 } })
  try {
    const kiosk = openKiosk(world)
    const seen = new Set<number>()
    const routes = [...routesOf(world), 'GET /api/nowhere'].filter((route) => !PUBLIC.includes(route))
    expect(routes.length).toBeGreaterThan(30)
    for (const route of routes) {
      const { visit } = await kiosk.begin()
      const [method = '', path = ''] = route.split(' ')
      const answer = await kiosk.patient.browser.send(method, path, {
        ...(method === 'GET' ? {} : { json: {} }),
        headers: { Authorization: `Kiosk ${kiosk.credential}`, 'Erabu-Visit': visit },
      })
      seen.add(answer.status)
      const begun = route === 'POST /api/kiosk/visits' ? ((await answer.json()) as VisitAnswer).visit : visit
      expect(answer.headers.get('erabu-visit'), `${route}: ${answer.status}`).toBe(begun)
    }
    expect([...seen]).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 404]))
  } finally {
    await world.close()
  }
})

test('an answer outside of a visit names none: elsewhere, and to a page of another visit', async () => {
  const world = await startWorld()
  try {
    const [kiosk, patient] = [openKiosk(world), world.patient()]
    const { visit } = await kiosk.begin()
    await patient.sessionOptions()
    const own = await patient.browser.send('GET', '/api/session')
    const stale = await kiosk.patient.browser.send('GET', '/api/session', {
      headers: { 'Erabu-Visit': `${visit}-` },
    })
    expect([own, stale].map((answer) => [answer.status, answer.headers.get('erabu-visit')])).toEqual([
      [200, null],
      [401, null],
    ])
  } finally {
    await world.close()
  }
})
