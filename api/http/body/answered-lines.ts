import type { Context } from 'hono'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { ProblemCode } from '../../contract/problems.ts'
import type { Turns } from '../../turns.ts'
import type { Env } from '../env.ts'
import type { Gate } from '../gate.ts'
import { answersAhead, type LineAnswers } from './line-answers.ts'
import { type Line, parseLine, readLines } from './ndjson.ts'

/** Lines that are worked on in one transaction. */
const BATCH = 100
const LONGEST_LINE = 8 * 1024
/** Characters parsed in one turn: a few milliseconds for any content. */
const PARSED_AT_ONCE = 64 * 1024

const INVALID = { error: 'invalid-line' } satisfies { error: ProblemCode }
const NOT_READ = { error: 'answers-not-read' } satisfies { error: ProblemCode }
const NDJSON = { 'Content-Type': 'application/x-ndjson' }

/** What lines are read with. `uploads` counts the uploads of each client that are being answered. */
type Reading = { turns: Turns; log: Logger; uploads: Gate }

/**
 * Answers each line of an NDJSON body, batch by batch and in order. An invalid line is answered `invalid-line` with
 * its number and faults; a `ref` is repeated. A failure before the first answer is answered as a problem. A later
 * failure cuts the connection, so that nobody mistakes the answers so far for all.
 * @param work returns one answer per valid line, in order. @throws ProblemError rate-limited
 */
export async function answerLines<T extends z.ZodType>(
  c: Context<Env>,
  reading: Reading,
  schema: T,
  work: (lines: z.infer<T>[]) => Promise<object[]>,
): Promise<Response> {
  const { body } = c.req.raw
  if (!body) return c.body('', 200, NDJSON)
  const leave = reading.uploads.enter(c.get('holder').client_id)
  const answers = leaving(leave, answersTo(body, reading.turns, schema, work))
  const first = await answers.next(false)
  if (first.done) return c.body('', 200, NDJSON)
  return c.body(answersAhead(first.value, orCut(answers, reading.log), bytesOf([NOT_READ])), 200, NDJSON)
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
  log: Logger,
): AsyncGenerator<LineAnswers, void, boolean> {
  try {
    yield* answers
  } catch (err) {
    log.warn({ err }, 'lines not answered to their end')
    throw new Error('cut off')
  }
}

/** Batches of answers in turn. When `next` is told `true`, lines are read and ignored. */
async function* answersTo<T extends z.ZodType>(
  body: ReadableStream<Uint8Array>,
  turns: Turns,
  schema: T,
  work: (lines: z.infer<T>[]) => Promise<object[]>,
): AsyncGenerator<LineAnswers, void, boolean> {
  let dropping = false
  let answeredLines = 0
  for await (const batch of readLines(body, { batch: BATCH, longest: LONGEST_LINE, turns })) {
    if (dropping) continue
    const lines = await parseAll(schema, batch, turns)
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
  turns: Turns,
): Promise<Line<z.infer<T>>[]> {
  const lines: Line<z.infer<T>>[] = []
  let size = 0
  for (const line of batch) {
    if (size === 0) await turns.next()
    lines.push(parseLine(schema, line))
    size += line?.length ?? 0
    if (size > PARSED_AT_ONCE) size = 0
  }
  return lines
}

const bytesOf = (answers: object[]): Uint8Array =>
  Buffer.from(`${answers.map((answer) => JSON.stringify(answer)).join('\n')}\n`)
