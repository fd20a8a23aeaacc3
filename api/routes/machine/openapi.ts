import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import type { Env } from '../../http/env.ts'
import { openApiDocument } from '../../openapi/document.ts'
import { openApiPage } from '../../openapi/page/page.ts'

const SHARED = { 'Cache-Control': 'public, max-age=300' }
const OPEN = { ...SHARED, 'Access-Control-Allow-Origin': '*' }

/** The interface of data holders as OpenAPI 3.1, and as a page to read. */
export function createOpenApiRoutes({ config }: Pick<Deps, 'config'>) {
  const document = openApiDocument(config.origin)
  const page = String(openApiPage(document))
  const style = readFileSync(new URL('../../openapi/page/page.css', import.meta.url), 'utf8')

  return new Hono<Env>()
    .get('/openapi.json', (c) => c.json(document, 200, OPEN))
    .get('/openapi', (c) => c.html(page, 200, SHARED))
    .get('/openapi.css', (c) => c.body(style, 200, { ...SHARED, 'Content-Type': 'text/css; charset=utf-8' }))
}
