import { Hono } from 'hono'
import { z } from 'zod'
import type { ResolverUse } from '../../api/contract/catalogue.ts'
import type { Bilingual } from '../../api/contract/facts.ts'
import type { Resident } from '../residents.ts'
import { consoleScript, consoleStyle } from './console-assets.ts'
import { consolePage } from './console-page.ts'
import type { Holder } from './holder.ts'

/**
 * `pause` and `resume` name a database. `register` links a resident there for every missing purpose. `faults` makes a
 * share of a database's calls fail. `forget` makes it lose one revocation. `use` makes it report what it uses today,
 * with records that were stopped where `stopped` is true.
 */
const Control = z.union([
  z.strictObject({ pause: z.string() }),
  z.strictObject({ resume: z.string() }),
  z.strictObject({
    faults: z.strictObject({ database: z.string(), rate: z.number().min(0).max(0.9) }),
  }),
  z.strictObject({ forget: z.strictObject({ database: z.string() }) }),
  z.strictObject({ use: z.strictObject({ database: z.string(), stopped: z.boolean() }) }),
  z.strictObject({ register: z.strictObject({ database: z.string(), resident: z.string() }) }),
])

const Wanted = z.strictObject({ database: z.string(), purpose: z.string() })

/** The console of the simulated holders: a page for people, a control for tests. */
export function createHolderApp(deps: {
  holders: { holder: Holder; name: Bilingual; resolver: ResolverUse }[]
  residents: readonly Resident[]
}) {
  const names = new Map(deps.residents.map(({ id, name }) => [id, name]))
  const shown = () =>
    deps.holders.map(({ holder, name, resolver }) => ({
      name,
      resolver,
      status: holder.status(),
      records: holder
        .records()
        .map((record) => ({ ...record, name: names.get(record.resident) ?? record.resident })),
    }))
  const find = (database: string) =>
    deps.holders.find(({ holder }) => holder.status().database === database)?.holder

  return new Hono()
    .get('/', (c) => {
      c.header(
        'Content-Security-Policy',
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'",
      )
      return c.html(consolePage(c.req.query('lang') === 'en' ? 'en' : 'ja', shown()))
    })
    .get('/console.css', (c) => c.body(consoleStyle, 200, { 'Content-Type': 'text/css; charset=utf-8' }))
    .get('/console.js', (c) =>
      c.body(consoleScript, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
    )
    .get('/_control', (c) =>
      c.json({ holders: shown().map(({ status, records }) => ({ ...status, records })) }),
    )
    .post('/contributions', async (c) => {
      const wanted = Wanted.safeParse(await c.req.json().catch(() => null))
      if (!wanted.success) return c.json({ error: 'invalid_request' }, 400)
      const holder = find(wanted.data.database)
      return holder ? c.json(await holder.contribute(wanted.data.purpose)) : c.json({ error: 'unknown' }, 404)
    })
    .post('/_control', async (c) => {
      const body = Control.safeParse(await c.req.json().catch(() => null))
      if (!body.success) return c.json({ error: 'invalid_request' }, 400)
      const wish = body.data
      if ('faults' in wish) {
        const holder = find(wish.faults.database)
        if (!holder) return c.json({ error: 'unknown' }, 404)
        holder.spoil(wish.faults.rate)
        return c.body(null, 204)
      }
      if ('forget' in wish) {
        const holder = find(wish.forget.database)
        if (!holder) return c.json({ error: 'unknown' }, 404)
        if (!holder.forget()) return c.json({ error: 'nothing_revoked' }, 409)
        return c.body(null, 204)
      }
      if ('use' in wish) {
        const holder = find(wish.use.database)
        if (!holder) return c.json({ error: 'unknown' }, 404)
        return c.json(await holder.goOn(wish.use.stopped))
      }
      if ('register' in wish) {
        const resident = deps.residents.find(({ id }) => id === wish.register.resident)
        const holder = find(wish.register.database)
        if (!resident || !holder) return c.json({ error: 'unknown' }, 404)
        await holder.registerLater(resident)
        return c.body(null, 204)
      }
      const holder = find('pause' in wish ? wish.pause : wish.resume)
      if (!holder) return c.json({ error: 'unknown' }, 404)
      holder.pause('pause' in wish)
      return c.body(null, 204)
    })
}
