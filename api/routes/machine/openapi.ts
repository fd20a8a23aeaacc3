import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import type { Env } from '../../http/env.ts'
import { openApiDocument } from '../../openapi/document.ts'
import { FILE_NAMES, fileSchema } from '../../openapi/files.ts'
import { openApiPage } from '../../openapi/page/page.ts'

const SHARED = { 'Cache-Control': 'public, max-age=300' }
const OPEN = { ...SHARED, 'Access-Control-Allow-Origin': '*' }

/**
 * The interface of data holders as OpenAPI 3.1 and as a page. Also the schemas of the files that register them, and
 * examples to test a client with.
 */
export function createOpenApiRoutes({ config }: Pick<Deps, 'config'>) {
  const document = once(() => openApiDocument(config.origin))
  const page = once(() => String(openApiPage(document())))
  const read = (file: string) => readFileSync(new URL(`../../openapi/${file}`, import.meta.url), 'utf8')
  const style = read('page/page.css')
  const examples = JSON.parse(read('examples.json'))

  const routes = new Hono<Env>()
    .get('/openapi.json', (c) => c.json(document(), 200, OPEN))
    .get('/openapi', (c) => c.html(page(), 200, SHARED))
    .get('/openapi.css', (c) => c.body(style, 200, { ...SHARED, 'Content-Type': 'text/css; charset=utf-8' }))
    .get('/openapi/examples.json', (c) => c.json(examples, 200, OPEN))
  for (const name of FILE_NAMES) {
    const schema = once(() => fileSchema(name))
    routes.get(`/openapi/files/${name}.json`, (c) => c.json(schema(), 200, OPEN))
  }
  return routes
}

/** Makes a value when it is first asked for: no start waits for documents that few programs read. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
