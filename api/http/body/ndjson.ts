import type { z } from 'zod'
import { withoutNulls } from '../../contract/absent.ts'
import { tryJson } from '../../domain/json.ts'
import { ProblemError } from '../../problem.ts'
import type { Turns } from '../../turns.ts'
import { brokenOff } from './body.ts'
import { type Issue, issuesOf } from './issues.ts'

/** After a pause of this long an incomplete batch is handed on, so that a sender that waits for an answer gets it. */
const LULL_MS = 50
/** Longest `ref` of a line, in characters. */
const LONGEST_REF = 64
/**
 * An upload with this many empty lines in a row, or this many characters in one line, is ended: no client of ours
 * sends so many.
 */
const MOST_EMPTY = 10_000
const ENDLESS = 1024 * 1024

/** Faults of a line that its answer names. */
const MOST_ISSUES = 3

/** A line parsed by its schema, or its faults; and the `ref` that its answer repeats. */
export type Line<T> = { ref: string | undefined } & ({ value: T } | { issues: Issue[] })

/**
 * Reads newline-delimited JSON in batches of at most so many lines, as fast as the reader takes them. A line ends
 * with LF or CRLF; a leading byte order mark is skipped. Every line counts except the empty ones at the very end. A
 * line longer than `longest` characters comes as null and is not kept. Each chunk is read in its own turn, because a
 * chunk without a line costs as much as any other.
 * @throws ProblemError invalid-request where the body breaks off, a line does not end, or too many are empty
 */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  { batch, longest, turns }: { batch: number; longest: number; turns: Turns },
): AsyncGenerator<(string | null)[]> {
  const lines: (string | null)[] = []
  let rest = ''
  let tooLong = false
  let dropped = 0
  // Only counted until a line follows, so that nobody can make us hold millions of them.
  let empty = 0
  for await (const text of textOf(body, () => lines.length > 0)) {
    if (text === null) {
      yield lines.splice(0)
      continue
    }
    await turns.next()
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const line = part.endsWith('\r') ? part.slice(0, -1) : part
      if (line === '' && !tooLong) {
        empty += 1
        if (empty > MOST_EMPTY) throw ended(`has more than ${MOST_EMPTY} empty lines in a row`)
        continue
      }
      for (; empty > 0; empty--) {
        lines.push('')
        if (lines.length >= batch) yield lines.splice(0)
      }
      lines.push(tooLong || line.length > longest ? null : line)
      tooLong = false
      dropped = 0
      if (lines.length >= batch) yield lines.splice(0)
    }
    if (rest.length > longest) {
      tooLong = true
      dropped += rest.length
      rest = ''
      if (dropped > ENDLESS) throw ended(`has a line of more than ${ENDLESS} characters`)
    }
  }
  if (lines.length > 0) yield lines
}

const ended = (message: string) =>
  new ProblemError('invalid-request', { issues: [{ path: '', message }], reason: message })

/** The text of a body, its last line terminated; null when none comes for `LULL_MS` while `waits()` is true. */
async function* textOf(body: AsyncIterable<Uint8Array>, waits: () => boolean): AsyncGenerator<string | null> {
  const decoder = new TextDecoder()
  const chunks = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = chunks.next()
      if (waits() && !(await within(next, LULL_MS))) yield null
      const { done, value } = await next.catch(() => {
        throw brokenOff()
      })
      if (done) break
      yield decoder.decode(value, { stream: true })
    }
    yield `${decoder.decode()}\n`
  } finally {
    await chunks.return?.()
  }
}

/** Whether `promise` settles, either way, within `ms`. */
const within = (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false)
    const settled = () => {
      clearTimeout(timer)
      resolve(true)
    }
    promise.then(settled, settled)
  })

/** The replacement character of invalid UTF-8. Text that already contained it was broken before it came here. */
const BROKEN = '\ufffd'

/** Parses one line; null: it was too long to keep. Its `ref` is repeated even where the rest is invalid. */
export function parseLine<T extends z.ZodType>(schema: T, line: string | null): Line<z.infer<T>> {
  if (line?.includes(BROKEN)) return { ref: undefined, issues: [{ path: '', message: 'must be UTF-8' }] }
  const parsed = tryJson(line ?? '')
  if (parsed === undefined)
    return { ref: undefined, issues: [{ path: '', message: line === null ? 'is too long' : 'must be JSON' }] }
  const result = schema.safeParse(withoutNulls(schema, parsed))
  const ref = refOf(parsed)
  if (result.success) return { ref, value: result.data }
  return { ref, issues: issuesOf(schema, result.error, { sender: 'program', most: MOST_ISSUES }) }
}

function refOf(parsed: unknown): string | undefined {
  const ref = typeof parsed === 'object' && parsed !== null && 'ref' in parsed ? parsed.ref : undefined
  return typeof ref === 'string' && ref.length <= LONGEST_REF ? ref : undefined
}
