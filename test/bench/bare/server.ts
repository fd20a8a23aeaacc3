import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { BareAnswer } from './answers.ts'

/** The yardstick of HTTP rows: Hono with prepared answers, which does nothing else. */
const { BARE_PORT, BARE_ANSWERS = '' } = process.env
const answers = JSON.parse(readFileSync(BARE_ANSWERS, 'utf8')) as BareAnswer[]

const app = new Hono().get('/ready', (c) => c.text('ready'))
for (const { path, status, headers, base64, json } of answers) {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  if (json)
    app.post(path, async (c) => {
      await c.req.json()
      return c.json(json)
    })
  else if (status === 304) app.get(path, (c) => c.body(null, 304, headers))
  else app.get(path, (c) => c.body(bytes, 200, headers))
}
serve({ fetch: app.fetch, port: Number(BARE_PORT), hostname: '127.0.0.1' })
