import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { bearer } from '../../auth/bearer.ts'
import { ownDatabase } from '../../auth/holder.ts'
import { Purpose } from '../../contract/catalogue.ts'
import { LinkageLine, TokenLine } from '../../contract/holder.ts'
import type { ProblemCode } from '../../contract/problems.ts'
import type { Deps } from '../../deps.ts'
import { bodyOf } from '../../http/body/guard.ts'
import { answersAhead, type LineAnswers } from '../../http/body/line-answers.ts'
import { type Line, parseLine, readLines } from '../../http/body/ndjson.ts'
import { query } from '../../http/body/validate.ts'
import type { Env } from '../../http/env.ts'
import type { Gate } from '../../http/gate.ts'
import { ProblemError } from '../../problem.ts'

/** Lines that are registered in one transaction. */
const BATCH = 100
const LONGEST_LINE = 8 * 1024
/** Characters parsed in one turn: a few milliseconds for any content. */
const PARSED_AT_ONCE = 64 * 1024

const INVALID = { error: 'invalid-line' } satisfies { error: ProblemCode }
const NOT_READ = { error: 'answers-not-read' } satisfies { error: ProblemCode }
const NDJSON = { 'Content-Type': 'application/x-ndjson' }

const LinkageQuery = z.strictObject({ database: z.string(), purpose: Purpose })
const RemovalQuery = z.strictObject({ database: z.string() })

/** Registers and removes linkages: NDJSON in, NDJSON out, one answer per line, in order, streamed. */
export function createLinkageRoutes(deps: Deps, uploads: Gate) {
  const { linkages } = deps
  const allow = bearer(deps)
  const guards = [allow('linkages.write'), bodyOf('application/x-ndjson', 'application/ndjson')] as const

  /**
   * Answers each line of the body, batch by batch. An invalid line is answered `invalid-line` with its number and
   * faults; a `ref` is repeated. A failure before the first answer is answered as a problem. A later failure cuts the
   * connection, so that nobody mistakes the answers so far for all.
   */
  async function answerLines<T extends z.ZodType>(
    c: Context<Env>,
    schema: T,
    work: (lines: z.infer<T>[]) => Promise<object[]>,
  ): Promise<Response> {
    const { body } = c.req.raw
    if (!body) return c.body('', 200, NDJSON)
    const answers = leaving(uploads.enter(c.get('holder').client_id), answersTo(body, schema, work))
    const first = await answers.next(false)
    if (first.done) return c.body('', 200, NDJSON)
    return c.body(answersAhead(first.value, orCut(answers), bytesOf([NOT_READ])), 200, NDJSON)
  }

  /** An upload counts until everything is answered, or the client has disconnected. */
  async function* leaving(
    leave: () => void,
    answers: AsyncGenerator<LineAnswers, void, boolean>,
  ): AsyncGenerator<LineAnswers, void, boolean> {
    try {
      yield* answers
    } finally {
      leave()
    }
  }

  async function* orCut(
    answers: AsyncGenerator<LineAnswers, void, boolean>,
  ): AsyncGenerator<LineAnswers, void, boolean> {
    try {
      yield* answers
    } catch (err) {
      deps.log.warn({ err }, 'lines not answered to their end')
      throw new Error('cut off')
    }
  }

  /** Batches of answers in turn. When `next` is told `true`, lines are read and ignored. */
  async function* answersTo<T extends z.ZodType>(
    body: ReadableStream<Uint8Array>,
    schema: T,
    work: (lines: z.infer<T>[]) => Promise<object[]>,
  ): AsyncGenerator<LineAnswers, void, boolean> {
    let dropping = false
    let answeredLines = 0
    for await (const batch of readLines(body, { batch: BATCH, longest: LONGEST_LINE, turns: deps.turns })) {
      if (dropping) continue
      const lines = await parseAll(schema, batch)
      const answers = (await work(lines.flatMap((line) => ('value' in line ? [line.value] : [])))).values()
      const answered = lines.map((line, i) => ({
        ...('value' in line
          ? answers.next().value
          : { ...INVALID, line: answeredLines + i + 1, issues: line.issues }),
        ...(line.ref === undefined ? {} : { ref: line.ref }),
      }))
      answeredLines += answered.length
      dropping = yield { bytes: bytesOf(answered), lines: answered.length }
    }
  }

  async function parseAll<T extends z.ZodType>(
    schema: T,
    batch: (string | null)[],
  ): Promise<Line<z.infer<T>>[]> {
    const lines: Line<z.infer<T>>[] = []
    let size = 0
    for (const line of batch) {
      if (size === 0) await deps.turns.next()
      lines.push(parseLine(schema, line))
      size += line?.length ?? 0
      if (size > PARSED_AT_ONCE) size = 0
    }
    return lines
  }

  return new Hono<Env>()
    .post('/linkages', ...guards, query(LinkageQuery, 'program'), async (c) => {
      const { database, purpose } = c.req.valid('query')
      ownDatabase(c, database)
      if (!deps.databases.find(database)?.purposes.includes(purpose))
        throw new ProblemError('unknown-purpose')
      return answerLines(c, LinkageLine, (lines) => linkages.registerAll(database, purpose, lines))
    })
    .post('/linkages/removals', ...guards, query(RemovalQuery, 'program'), async (c) => {
      const database = ownDatabase(c, c.req.valid('query').database)
      return answerLines(c, TokenLine, async (lines) => {
        const tokens = lines.map(({ token }) => token)
        const removed = await linkages.removeAll(database, tokens)
        return tokens.map((token, i) => (removed[i] ? { token, removed: true } : { error: 'not-found' }))
      })
    })
}

const bytesOf = (answers: object[]): Uint8Array =>
  Buffer.from(`${answers.map((answer) => JSON.stringify(answer)).join('\n')}\n`)
