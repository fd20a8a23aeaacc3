import { Hono } from 'hono'
import { z } from 'zod'
import { Purpose } from '../../contract/catalogue.ts'
import type { Deps } from '../../deps.ts'
import { LIST_TTL } from '../../domain/status-list.ts'
import { createAnswers } from '../../http/answer.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'
import { listPath, listsOf } from '../../store/status-lists.ts'

const MEDIA_TYPE = 'application/statuslist+jwt'
const OPEN = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag' }

const Path = z.object({
  database: z.string(),
  purpose: Purpose,
  list: z
    .string()
    .regex(/^[1-9]\d{0,9}$/)
    .transform(Number),
})

/** Status lists (IETF Token Status List §8), public and cacheable, and the addresses of a database's lists. */
export function createStatusListRoutes(deps: Deps) {
  const { store, config, databases, statusLists } = deps
  const { whole } = createAnswers(config.origin)

  return new Hono<Env>()
    .get('/statuslists', async (c) => {
      const database = c.req.query('database')
      if (!database || !databases.find(database)) throw new ProblemError('not-found')
      const lists = await store.read((db) => listsOf(db, database))
      const status_lists = lists.map((list) => config.origin + listPath(list))
      const headers = { ...OPEN, 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=60' }
      return whole(200, headers, JSON.stringify({ status_lists }))
    })
    .get('/statuslists/:database/:purpose/:list', async (c) => {
      const path = Path.safeParse(c.req.param())
      if (!path.success) throw new ProblemError('not-found')
      const { database, purpose, list } = path.data
      const signed = await statusLists.signed({ database_id: database, purpose, list })
      if (signed === null) throw new ProblemError('not-found')
      const { etag } = signed
      const headers = {
        ...OPEN,
        ETag: etag,
        'Cache-Control': `public, max-age=${LIST_TTL}`,
        Vary: 'Accept-Encoding',
      }
      if (matches(c.req.header('if-none-match'), etag)) return whole(304, headers, null)
      const type = { ...headers, 'Content-Type': MEDIA_TYPE }
      return /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
        ? whole(200, { ...type, 'Content-Encoding': 'gzip' }, await signed.gzipped())
        : whole(200, type, signed.body)
    })
}

/** `If-None-Match` (RFC 9110 §13.1.2), weak comparison. */
function matches(header: string | undefined, etag: string): boolean {
  const candidates = header?.split(',').map((candidate) => candidate.trim().replace(/^W\//, '')) ?? []
  return candidates.includes('*') || candidates.includes(etag)
}
