import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import { z } from 'zod'
import { Purpose } from '../../contract/catalogue.ts'
import { LinkageLine } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import { bearer } from '../../http/bearer.ts'
import type { Env } from '../../http/env.ts'
import { bodyOf } from '../../http/guard.ts'
import { ownDatabase } from '../../http/holder.ts'
import { parseLine, readLines } from '../../http/ndjson.ts'
import { query } from '../../http/validate.ts'
import { createLinkages } from '../../linkages.ts'
import { ProblemError } from '../../problem.ts'

/** Lines that are registered in one transaction. */
const BATCH = 500
const LONGEST_LINE = 8 * 1024

const LinkageQuery = z.strictObject({ database: z.string(), purpose: Purpose })

/** Registration of linkages: NDJSON in, NDJSON out, a line for a line and in order, as it goes. */
export function createLinkageRoutes(deps: Deps) {
  const linkages = createLinkages(deps)
  const allow = bearer(deps)

  return new Hono<Env>().post(
    '/linkages',
    allow('linkages.write'),
    bodyOf('application/x-ndjson', 'application/ndjson'),
    query(LinkageQuery),
    async (c) => {
      const { database, purpose } = c.req.valid('query')
      ownDatabase(c, database)
      if (!deps.databases.find(database)?.purposes.includes(purpose)) throw new ProblemError('not-found')
      const body = c.req.raw.body
      c.header('Content-Type', 'application/x-ndjson')
      c.header('Cache-Control', 'no-store')
      return stream(c, async (out) => {
        if (!body) return
        for await (const batch of readLines(body, { batch: BATCH, longest: LONGEST_LINE })) {
          const parsed = batch.map((line) => parseLine(LinkageLine, line))
          const answers = await linkages.registerAll(
            database,
            purpose,
            parsed.filter((line) => line !== null),
          )
          let text = ''
          for (const line of parsed)
            text += `${JSON.stringify(line ? answers.shift() : { error: 'invalid-line' })}\n`
          await out.write(text)
        }
      })
    },
  )
}
