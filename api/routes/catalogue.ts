import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import type { CatalogueAnswer } from '../contract/catalogue.ts'
import type { Deps } from '../deps.ts'
import { publicDatabase } from '../domain/decision.ts'
import type { Env } from '../http/env.ts'
import { matches } from '../http/etag.ts'

const CACHE = 'public, max-age=300'

/** Every database of the catalogue, with its sources. Public. */
export function createCatalogueRoutes({ databases }: Pick<Deps, 'databases'>) {
  const answer: CatalogueAnswer = { databases: databases.all.map(publicDatabase) }
  const body = JSON.stringify(answer)
  const headers = {
    'Cache-Control': CACHE,
    ETag: `"${createHash('sha256').update(body).digest('base64url')}"`,
  }

  return new Hono<Env>().get('/catalogue', (c) =>
    matches(c.req.header('if-none-match'), headers.ETag)
      ? c.body(null, 304, headers)
      : c.body(body, 200, { ...headers, 'Content-Type': 'application/json' }),
  )
}
