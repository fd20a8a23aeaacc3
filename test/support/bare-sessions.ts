import { Hono } from 'hono'
import { hashSecret } from '../../api/auth/secrets.ts'
import { createSessionLife } from '../../api/auth/session-life.ts'
import { createSessionRights } from '../../api/auth/session-rights.ts'
import { createSessions } from '../../api/auth/sessions.ts'
import type { Config } from '../../api/config.ts'
import type { Env } from '../../api/http/env.ts'
import { ProblemError } from '../../api/problem.ts'
import type { Kiosk, Kiosks } from '../../api/registries/kiosks.ts'
import type { SessionRow } from '../../api/store/people/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { sessionOf } from './bare-person.ts'
import { ORIGIN } from './bare-services.ts'
import { createClock } from './clock.ts'
import { put, rowsOf } from './rows.ts'
import { createSeam } from './seam.ts'
import { createSeededRandom } from './seeded-random.ts'

export const kiosk = (id: string): Kiosk => ({
  id,
  name: id,
  clinic: 'clinic',
  phone: null,
  generation: 1,
  blocked: false,
  staff: [],
})

/** Sessions on a store, and nothing else of the service. The kiosk `desk` is in service. */
export function openSessions(store: Store, settings: { origin?: string; production?: boolean } = {}) {
  const clock = createClock()
  clock.hold()
  const random = createSeededRandom('sessions')
  const config = { origin: ORIGIN, production: false, ...settings } as Config
  const inService = new Set(['desk'])
  const kiosks = {
    inService: (id: string) => (inService.has(id) ? kiosk(id) : null),
    credential: ({ id }: Kiosk) => `credential of ${id}`,
  } as Kiosks
  const seam = createSeam(store)
  const life = createSessionLife({ kiosks, clock })
  const rights = createSessionRights({ store: seam.store, clock, random, life })
  const sessions = createSessions({ config, store: seam.store, clock, random, life, rights })
  const now = () => clock.now().getTime()

  /** Stores a session whose cookie is its id, last seen now, and returns its row. */
  async function begin(change: Partial<SessionRow> & { id: string }): Promise<SessionRow> {
    const row = { ...sessionOf(now(), change.id), secret_hash: hashSecret(change.id), ...change }
    await put(store, { session: [row] })
    return row
  }
  return { clock, now, random, config, kiosks, inService, seam, life, rights, sessions, begin }
}

/** Sessions on a store behind an app that says what it found, and begins and ends them. Its problems are their codes. */
export function askSessions(store: Store, settings: { origin?: string; production?: boolean } = {}) {
  const parts = openSessions(store, settings)
  const { sessions } = parts
  const app = new Hono<Env>()
    .use(sessions.load)
    .get('/require', (c) => c.json(sessions.require(c).id))
    .get('/patient', (c) => c.json(sessions.requirePatient(c)))
    .get('/end', async (c) => {
      await sessions.end(c)
      return c.json('ended')
    })
    .get('/ensure/:device', async (c) => {
      const session = await sessions.ensure(c, c.req.param('device') as SessionRow['device'])
      return c.json({ session, known: c.get('session') })
    })
    .get('/visit/:kiosk', async (c) => {
      const session = await sessions.beginVisit(c, kiosk(c.req.param('kiosk')))
      return c.json({ session, known: c.get('session') })
    })
    .get('/*', (c) => c.json(c.get('session')))
  app.onError((error, c) =>
    c.text(error instanceof ProblemError ? error.code : `broken: ${error.message}`, 500),
  )
  const secure = (settings.origin ?? ORIGIN).startsWith('https:')
  async function ask(path: string, id?: string, headers: Record<string, string> = {}) {
    const cookie: Record<string, string> =
      id === undefined ? {} : { cookie: `${secure ? '__Host-' : ''}session=${id}` }
    const answer = await app.request(ORIGIN + path, { headers: { ...cookie, ...headers } })
    const text = await answer.text()
    return {
      body: answer.status === 200 ? JSON.parse(text) : text,
      set: answer.headers.getSetCookie(),
      visit: answer.headers.get('erabu-visit'),
      clear: answer.headers.get('clear-site-data'),
    }
  }
  return { ...parts, ask }
}

/** The ids of all sessions. */
export const sessionIds = async (store: Store) =>
  (await rowsOf(store, 'session')).map(({ id }) => id).toSorted()

/** The row of a session. */
export const sessionIn = async (store: Store, id: string) =>
  (await rowsOf(store, 'session')).find((one) => one.id === id)
