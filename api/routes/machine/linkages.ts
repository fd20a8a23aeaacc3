import { type Context, Hono } from 'hono'
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

const NDJSON = { 'Content-Type': 'application/x-ndjson' }

const LinkageQuery = z.strictObject({ database: z.string(), purpose: Purpose })
const RemovalQuery = z.strictObject({ database: z.string() })

/** Registration of linkages and their taking back: NDJSON in, NDJSON out, a line for a line and in order, as it goes. */
export function createLinkageRoutes(deps: Deps) {
  const linkages = createLinkages(deps)
  const allow = bearer(deps)
  const guards = [allow('linkages.write'), bodyOf('application/x-ndjson', 'application/ndjson')] as const

  /**
   * Answers each line of the body, batch by batch; what is not of the shape is answered `invalid-line`. What fails
   * before any line was answered is answered as a problem; later the connection is cut, so that nobody takes the
   * answers that are there for all.
   */
  async function answerLines<T extends z.ZodType>(
    c: Context<Env>,
    schema: T,
    work: (lines: z.infer<T>[]) => Promise<object[]>,
  ): Promise<Response> {
    const { body } = c.req.raw
    if (!body) return c.body('', 200, NDJSON)
    const answers = answersTo(body, schema, work)
    const cut = (err: unknown) => {
      deps.log.warn({ err }, 'lines not answered to their end')
      throw new Error('cut off')
    }
    let next = await answers.next()
    const bytes = new ReadableStream<Uint8Array>(
      {
        async pull(out) {
          if (next.done) return out.close()
          out.enqueue(next.value)
          next = await answers.next().catch(cut)
        },
        async cancel() {
          await answers.return(undefined)
        },
      },
      { highWaterMark: 0 },
    )
    return c.body(bytes, 200, NDJSON)
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

/** The bytes of one batch of answers after the other. */
async function* answersTo<T extends z.ZodType>(
  body: ReadableStream<Uint8Array>,
  schema: T,
  work: (lines: z.infer<T>[]) => Promise<object[]>,
): AsyncGenerator<Uint8Array> {
  for await (const batch of readLines(body, { batch: BATCH, longest: LONGEST_LINE })) {
    const parsed = batch.map((line) => parseLine(schema, line))
    const answers = (await work(parsed.filter((line) => line !== null))).values()
    const answered = parsed.map((line) => (line === null ? { error: 'invalid-line' } : answers.next().value))
    yield Buffer.from(`${answered.map((answer) => JSON.stringify(answer)).join('\n')}\n`)
  }
}
