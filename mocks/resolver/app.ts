import { Hono } from 'hono'
import { CompactEncrypt } from 'jose'
import { z } from 'zod'
import { JobChange, NumbersBody, toCoverage } from '../coverage-schema.ts'
import { isBasic } from '../http.ts'
import type { Resident } from '../residents.ts'
import { resolverDocument } from './openapi.ts'
import { createRegister } from './register.ts'
import { RESOLVER_SCENARIOS, type ResolverScenario } from './scenarios.ts'

const Id5Body = z.object({ coverage: NumbersBody })
const SealedBody = z.object({ coverages: z.array(z.unknown()).max(10_000) })
const Scenario = z.object({ scenario: z.enum(RESOLVER_SCENARIOS) })

/**
 * 模擬 履歴照会・回答システム: any coverage number of a person ▶ one ID, in clear for us, sealed to us for holders. A holder that
 * may not ask by law is told `not-eligible`, for every person.
 * @param deps.sealKey 32 bytes shared with the api.
 */
export function createResolverApp(deps: {
  residents: readonly Resident[]
  sealKey: Buffer
  secret: string
  holderSecret: string
  /** Whether the law lets the holder of this database ask. */
  mayAsk(database: string): boolean
  now?: () => Date
}) {
  const now = deps.now ?? (() => new Date())
  const register = createRegister(deps.residents)
  const requests: { at: string; path: string; status: number }[] = []
  let scenario: ResolverScenario = 'normal'

  const seal = (id5: string, database: string) =>
    new CompactEncrypt(
      new TextEncoder().encode(
        JSON.stringify({ id5, aud: database, iat: Math.floor(now().getTime() / 1000) }),
      ),
    )
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(deps.sealKey)

  const app = new Hono()
  app.use(async (c, next) => {
    const control = c.req.path.startsWith('/_control')
    if (scenario === 'down' && !control) c.res = c.json({ error: 'unavailable' }, 503, { 'Retry-After': '5' })
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
      const body = Id5Body.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'invalid_request' }, 400)
      const id5 = register.id5(body.data.coverage)
      return id5 === null ? c.json({ error: 'unknown_coverage' }, 404) : c.json({ id5 })
    })
    .post('/sealed-subjects', async (c) => {
      const [, encoded = ''] = (c.req.header('authorization') ?? '').split(' ')
      const client = Buffer.from(encoded, 'base64').toString().split(':')[0] ?? ''
      if (!client || !isBasic(c.req.header('authorization'), client, deps.holderSecret))
        return c.json({ error: 'invalid_client' }, 401)
      const database = c.req.query('database')
      const body = SealedBody.safeParse(await c.req.json().catch(() => null))
      if (!database || !body.success) return c.json({ error: 'invalid_request' }, 400)
      if (!deps.mayAsk(database)) return c.json({ error: 'not-eligible' }, 403)
      const subjects = await Promise.all(
        body.data.coverages.map(async (coverage) => {
          const numbers = NumbersBody.safeParse(coverage)
          if (!numbers.success) return { error: 'invalid_coverage' }
          const id5 = register.id5(numbers.data)
          return id5 === null ? { error: 'unknown_coverage' } : { subject: await seal(id5, database) }
        }),
      )
      return c.json({ subjects })
    })
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
}
