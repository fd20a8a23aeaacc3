import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import type { CatalogueAnswer } from '../contract/catalogue.ts'
import type { Deps } from '../deps.ts'
import { publicDatabase } from '../domain/decision.ts'
import { acceptsGzip } from '../http/encoding.ts'
import type { Env } from '../http/env.ts'
import { matches } from '../http/etag.ts'

/** Every database of the catalogue, with its sources. Public. Both representations are made once. */
export function createCatalogueRoutes({ databases }: Pick<Deps, 'databases'>) {
  const answer: CatalogueAnswer = { databases: databases.all.map(publicDatabase) }
  const json = Buffer.from(JSON.stringify(answer))
  const plain = representation(json)
  const zipped = representation(gzipSync(json, { level: 9 }), { 'Content-Encoding': 'gzip' })

  return new Hono<Env>().get('/catalogue', (c) => {
    const { body, caching, content } = acceptsGzip(c.req.header('accept-encoding')) ? zipped : plain
    return matches(c.req.header('if-none-match'), caching.ETag)
      ? c.body(null, 304, caching)
      : c.body(body, 200, { ...caching, ...content })
  })
}

const representation = (bytes: Buffer, encoding: Record<string, string> = {}) => ({
  body: new Uint8Array(bytes),
  content: { ...encoding, 'Content-Type': 'application/json' },
  caching: {
    'Cache-Control': 'public, max-age=300',
    Vary: 'Accept-Encoding',
    ETag: `"${createHash('sha256').update(bytes).digest('base64url')}"`,
  },
})
