import { Hono } from 'hono'
import { z } from 'zod'
import { JobChange, NumbersQuestion, type RecordEntry, toCoverage } from '../coverage-schema.ts'
import { isBasic } from '../http.ts'
import { id4Of } from '../id4.ts'
import { createIssuerApp } from '../issuer/app.ts'
import { LINKER } from '../linker/keys.ts'
import type { Resident } from '../residents.ts'
import { createSealer, type Found, sealSubjects } from '../sealing.ts'
import { resolverDocument } from './openapi.ts'
import { createRegister, type Numbers } from './register.ts'
import { RESOLVER_SCENARIOS, type ResolverScenario } from './scenarios.ts'
import { createWindow } from './window.ts'

const Correction = z.object({
  kind: z.enum(['merge', 'split']),
  residents: z.tuple([z.string(), z.string()]),
})
const Scenario = z.object({ scenario: z.enum(RESOLVER_SCENARIOS) })

/**
 * 模擬 履歴照会・回答システム: any coverage number of a person ▶ one ID (ID5), in clear for us, sealed to us for holders. For a
 * record without a number: カナ氏名, 生年月日 and 性別 ▶ ID4 and everybody whom it may be, only sealed.
 * @param deps.sealKey 32 bytes shared with the api. `linkerKey`: 32 bytes shared with the linker; without it, nothing is
 *   sealed for a linker.
 */
export function createResolverApp(deps: {
  residents: readonly Resident[]
  sealKey: Buffer
  linkerKey?: Buffer
  secret: string
  holderSecret: string
  /** Whether the law lets the holder of this database ask. */
  mayAsk(database: string): boolean
  now?: () => Date
}) {
  const now = deps.now ?? (() => new Date())
  const register = createRegister(deps.residents)
  const seal = createSealer(deps.sealKey, now)
  const sealForLinker = deps.linkerKey && createSealer(deps.linkerKey, now)
  const isLinker = (audience: string) => sealForLinker !== undefined && audience === LINKER
  const requests: { at: string; path: string; status: number }[] = []
  let scenario: ResolverScenario = 'normal'

  function byNumber(numbers: Numbers): Found {
    const known = register.id5(numbers)
    return known === null ? { error: 'unknown_coverage' } : { content: { scheme: 'id5', ...known } }
  }
  function find(entry: RecordEntry): Found {
    if (!entry.id4) return byNumber(entry)
    const id4 = id4Of(entry.id4)
    return { content: { scheme: 'id4', id4, candidates: register.candidates(entry.id4) } }
  }

  const app = new Hono()
  app.use(async (c, next) => {
    const control = c.req.path.startsWith('/_control')
    const down = scenario === 'issuer-down' ? c.req.path.startsWith('/issuer/') : scenario === 'down'
    if (down && !control) c.res = c.json({ error: 'unavailable' }, 503, { 'Retry-After': '5' })
    else await next()
    if (control) return
    requests.push({ at: now().toISOString(), path: c.req.path, status: c.res.status })
    if (requests.length > 200) requests.shift()
  })

  return app
    .get('/openapi.json', (c) => c.json(resolverDocument(new URL(c.req.url).origin)))
    .post('/id5', async (c) => {
      if (!isBasic(c.req.header('authorization'), 'erabu', deps.secret))
        return c.json({ error: 'invalid_client' }, 401)
      const body = NumbersQuestion.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'invalid_request' }, 400)
      const known = register.id5(body.data.coverage)
      return known === null ? c.json({ error: 'unknown_coverage' }, 404) : c.json(known)
    })
    .route('/issuer', createIssuerApp({ ...deps, register, seal }))
    .post(
      '/sealed-subjects',
      sealSubjects({
        ...deps,
        find,
        mayAsk: (audience) => isLinker(audience) || deps.mayAsk(audience),
        seal: (content, audience) =>
          (sealForLinker && isLinker(audience) ? sealForLinker : seal)(content, audience),
      }),
    )
    .route('/window', createWindow({ ...deps, register, seal, byNumber, path: '/window' }))
    .get('/_control', (c) => c.json({ scenario, residents: register.people(), requests }))
    .post('/_control', async (c) => {
      const body = Scenario.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'unknown_scenario', scenarios: RESOLVER_SCENARIOS }, 400)
      scenario = body.data.scenario
      return c.json({ scenario })
    })
    .post('/_control/coverages', async (c) => {
      const body = JobChange.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'invalid_request' }, 400)
      if (!register.add(body.data.resident, toCoverage(body.data)))
        return c.json({ error: 'unknown_resident' }, 404)
      return c.body(null, 204)
    })
    .post('/_control/corrections', async (c) => {
      const body = Correction.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'invalid_request' }, 400)
      const wrong = register.correct(body.data.kind, body.data.residents)
      if (wrong) return c.json({ error: wrong }, wrong === 'unknown_resident' ? 404 : 409)
      return c.body(null, 204)
    })
}
