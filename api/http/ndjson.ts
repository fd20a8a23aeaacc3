import type { z } from 'zod'
import { brokenOff } from './body.ts'

/** After this long without more a batch is handed on though it is not full: whoever waits for an answer gets it. */
const LULL_MS = 50

/**
 * Reads newline-delimited JSON in batches of at most so many lines, as fast as the reader takes them. Blank lines are
 * passed over; a line longer than `longest` bytes comes as null and is not kept.
 * @throws ProblemError invalid-request where the body breaks off
 */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  { batch, longest }: { batch: number; longest: number },
): AsyncGenerator<(string | null)[]> {
  const decoder = new TextDecoder()
  let rest = ''
  let tooLong = false
  const lines: (string | null)[] = []
  const take = (line: string) => {
    if (tooLong || line.length > longest) lines.push(null)
    else if (line.trim() !== '') lines.push(line)
    tooLong = false
  }
  for await (const chunk of orLull(body, () => lines.length > 0)) {
    if (chunk === null) {
      yield lines.splice(0)
      continue
    }
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) take(line)
    if (rest.length > longest) {
      tooLong = true
      rest = ''
    }
    while (lines.length >= batch) yield lines.splice(0, batch)
  }
  if (rest !== '' || tooLong) take(rest)
  if (lines.length > 0) yield lines
}

/** The chunks of a body, and null where none comes for `LULL_MS` while somebody `waits`. */
async function* orLull(
  body: AsyncIterable<Uint8Array>,
  waits: () => boolean,
): AsyncGenerator<Uint8Array | null> {
  const chunks = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = chunks.next()
      if (waits() && !(await within(next, LULL_MS))) yield null
      const { done, value } = await next.catch(() => {
        throw brokenOff()
      })
      if (done) return
      yield value
    }
  } finally {
    await chunks.return?.()
  }
}

/** Whether `promise` is settled, either way, before `ms` have passed. */
const within = (promise: Promise<unknown>, ms: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false)
    const settled = () => {
      clearTimeout(timer)
      resolve(true)
    }
    promise.then(settled, settled)
  })

/** A line as `schema` has it; null when it is not JSON of that shape. */
export function parseLine<T extends z.ZodType>(schema: T, line: string | null): z.infer<T> | null {
  if (line === null) return null
  try {
    const result = schema.safeParse(JSON.parse(line))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
