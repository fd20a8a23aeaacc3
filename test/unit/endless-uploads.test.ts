import { describe, expect, test } from 'vitest'
import { readLines } from '../../api/http/body/ndjson.ts'

const CHUNK = 1000
const LIMITS = { batch: 200, longest: 8192 }

/** Reads chunks of one text. @returns the lines, the number of turns, and the number of chunks that were read. */
async function read(text: string, chunks: number) {
  let [asked, taken] = [0, 0]
  const body = new ReadableStream<Uint8Array>(
    {
      pull(out) {
        if (asked === chunks) return out.close()
        asked += 1
        out.enqueue(Buffer.from(text))
      },
    },
    { highWaterMark: 0 },
  )
  const turns = {
    next: async () => {
      taken += 1
    },
  }
  const lines: (string | null)[] = []
  const outcome = (async () => {
    for await (const batch of readLines(body, { ...LIMITS, turns })) lines.push(...batch)
  })()
  const error = await outcome.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return { lines, error, taken, asked }
}

describe('each chunk of an upload gets its own turn, whether it contains a line or not', () => {
  test.each([
    ['empty lines', '\n'.repeat(CHUNK / 2), []],
    ['empty lines with CRLF', '\r\n'.repeat(CHUNK / 2), []],
    ['a line too long', 'x'.repeat(CHUNK * 2), [null]],
    ['lines', 'x\n', Array(10).fill('x')],
  ])('%s', async (_, text, lines) => {
    const done = await read(text, 10)
    expect(done.error).toBeNull()
    expect(done.lines).toEqual(lines)
    expect(done.taken).toBeGreaterThanOrEqual(10)
  })
})

describe('an upload is ended, and its rest is not read,', () => {
  test('after 10,000 empty lines in a row', async () => {
    const done = await read('\n'.repeat(CHUNK), 1000)
    expect(done.error).toMatchObject({ code: 'invalid-request' })
    expect(done.asked).toBe(11)
  })

  test('but not where another line stands between them', async () => {
    const done = await read(`${'\n'.repeat(6000)}x\n`, 3)
    expect(done.error).toBeNull()
    expect(done.lines).toHaveLength(18_003)
  })

  test('after a line of 1 MiB', async () => {
    const done = await read('x'.repeat(64 * 1024), 1000)
    expect(done.error).toMatchObject({ code: 'invalid-request' })
    expect(done.asked).toBe(17)
  })
})
