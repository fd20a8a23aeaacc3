import type { z } from 'zod'

/**
 * Reads newline-delimited JSON in batches of lines, as fast as the reader takes them. Blank lines are passed over;
 * a line longer than `longest` bytes comes as null and is not kept.
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
  for await (const chunk of body) {
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
