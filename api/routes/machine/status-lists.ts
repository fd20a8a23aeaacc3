import { Hono } from 'hono'
import { z } from 'zod'
import { bearer } from '../../auth/bearer.ts'
import { ownDatabase } from '../../auth/holder.ts'
import { Purpose } from '../../contract/catalogue.ts'
import type { Deps } from '../../deps.ts'
import { LIST_TTL } from '../../domain/status-list.ts'
import { createAnswers } from '../../http/answer.ts'
import { acceptsGzip } from '../../http/encoding.ts'
import type { Env } from '../../http/env.ts'
import { matches } from '../../http/etag.ts'
import { ProblemError } from '../../problem.ts'
import { listPath, listsOf } from '../../store/feeds/status-lists.ts'

const INDEX = { 'Content-Type': 'application/json', 'Cache-Control': 'private, no-cache' }
const LIST = { 'Cache-Control': `private, max-age=${LIST_TTL}`, Vary: 'Accept-Encoding' }
const TYPE = { 'Content-Type': 'application/statuslist+jwt' }

const Path = z.object({
  database: z.string(),
  purpose: Purpose,
  list: z
    .string()
    .regex(/^[1-9]\d{0,9}$/)
    .transform(Number),
})

/**
 * Status lists (IETF Token Status List §8), and the addresses of a database's lists, only for its holder: a reader of
 * two databases' lists would see which of their entries change together.
 */
export function createStatusListRoutes(deps: Deps) {
  const { store, config, statusLists } = deps
  const allow = bearer(deps, false)
  const { whole } = createAnswers(config.origin)

  return new Hono<Env>()
    .get('/statuslists', allow('ssf.read'), async (c) => {
      const database = ownDatabase(c, c.req.query('database'))
      const lists = await store.read((db) => listsOf(db, database))
      const status_lists = lists.map((list) => config.origin + listPath(list))
      return whole(200, INDEX, JSON.stringify({ status_lists }))
    })
    .get('/statuslists/:database/:purpose/:list', allow('ssf.read'), async (c) => {
      const path = Path.safeParse(c.req.param())
      if (!path.success) throw new ProblemError('not-found')
      const { purpose, list } = path.data
      const database_id = ownDatabase(c, path.data.database)
      // Historical resolution (§8.4) is not offered.
      if (c.req.query('time') !== undefined) throw new ProblemError('not-implemented')
      const signed = await statusLists.signed({ database_id, purpose, list })
      if (signed === null) throw new ProblemError('not-found')
      const gzip = acceptsGzip(c.req.header('accept-encoding'))
      const { etag } = gzip ? signed.gzip : signed.identity
      if (matches(c.req.header('if-none-match'), etag)) return whole(304, { ...LIST, ETag: etag }, null)
      const headers = { ...LIST, ...TYPE, ETag: etag }
      return gzip
        ? whole(200, { ...headers, 'Content-Encoding': 'gzip' }, await signed.gzip.body())
        : whole(200, headers, signed.identity.body)
    })
}
