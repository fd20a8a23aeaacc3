import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { z } from 'zod'
import { Purpose } from '../../contract/catalogue.ts'
import { LinkageLine, TokenLine } from '../../contract/holder.ts'
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
const RemovalQuery = z.strictObject({ database: z.string() })

/** Registration of linkages and their taking back: NDJSON in, NDJSON out, a line for a line and in order, as it goes. */
export function createLinkageRoutes(deps: Deps) {
  const linkages = createLinkages(deps)
  const allow = bearer(deps)
  const guards = [allow('linkages.write'), bodyOf('application/x-ndjson', 'application/ndjson')] as const

  /** Answers each line of the body, batch by batch; what is not of the shape is answered `invalid-line`. */
  function answerLines<T extends z.ZodType>(
    c: Context<Env>,
    schema: T,
    work: (lines: z.infer<T>[]) => Promise<object[]>,
  ): Response {
    const { body } = c.req.raw
    c.header('Content-Type', 'application/x-ndjson')
    return stream(c, async (out) => {
      if (!body) return
      for await (const batch of readLines(body, { batch: BATCH, longest: LONGEST_LINE })) {
        const parsed = batch.map((line) => parseLine(schema, line))
        const answers = (await work(parsed.filter((line) => line !== null))).values()
        const answered = parsed.map((line) =>
          line === null ? { error: 'invalid-line' } : answers.next().value,
        )
        await out.write(`${answered.map((answer) => JSON.stringify(answer)).join('\n')}\n`)
      }
    })
  }

  return new Hono<Env>()
    .post('/linkages', ...guards, query(LinkageQuery), async (c) => {
      const { database, purpose } = c.req.valid('query')
      ownDatabase(c, database)
      if (!deps.databases.find(database)?.purposes.includes(purpose)) throw new ProblemError('not-found')
      return answerLines(c, LinkageLine, (lines) => linkages.registerAll(database, purpose, lines))
    })
    .post('/linkages/removals', ...guards, query(RemovalQuery), async (c) => {
      const database = ownDatabase(c, c.req.valid('query').database)
      return answerLines(c, TokenLine, async (lines) => {
        const tokens = lines.map(({ token }) => token)
        const removed = await linkages.removeAll(database, tokens)
        return tokens.map((token, i) => (removed[i] ? { token, removed: true } : { error: 'not-found' }))
      })
    })
}
