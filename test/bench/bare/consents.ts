import { DatabaseSync } from 'node:sqlite'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

/** A FHIR server's search for changes: pages of Consent resources, in the order of their last change. */
const { BARE_PORT, BARE_FILE = '' } = process.env
const PAGE = 1000

const db = new DatabaseSync(BARE_FILE, { readOnly: true })
const page = db.prepare(
  `select id, last_updated, resource from consent where (last_updated, id) > (?, ?) order by last_updated, id limit ${PAGE}`,
)

const app = new Hono()
  .get('/ready', (c) => c.text('ready'))
  .get('/Consent', (c) => {
    const { since = '', after = '' } = c.req.query()
    const rows = page.all(since, after)
    const last = rows.at(-1)
    const link = rows.length < PAGE ? '' : `?since=${last?.last_updated}&after=${last?.id}`
    const entries = rows.map(({ resource }) => `{"resource":${resource}}`).join(',')
    return c.body(
      `{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"${link}"}],"entry":[${entries}]}`,
      200,
      { 'Content-Type': 'application/fhir+json' },
    )
  })
serve({ fetch: app.fetch, port: Number(BARE_PORT), hostname: '127.0.0.1' })
