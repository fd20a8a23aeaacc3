import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { answersAhead, type LineAnswers } from '../../api/http/body/line-answers.ts'

const answer = (text: string): LineAnswers => ({ bytes: Buffer.from(`${text}\n`), lines: 1 })
const LAST = Buffer.from('last\n')

/** Answers 1 to `count`; also counts answers that were worked out and lines that were only read. */
function source(count: number) {
  const seen = { worked: 0, dropped: 0, returned: false }
  async function* rest(): AsyncGenerator<LineAnswers, void, boolean> {
    try {
      let dropping = false
      for (let i = 1; i <= count; i++) {
        if (dropping) {
          seen.dropped += 1
          continue
        }
        seen.worked += 1
        dropping = yield answer(String(i))
      }
    } finally {
      seen.returned = true
    }
  }
  return { seen, batches: rest() }
}

const text = (stream: ReadableStream<Uint8Array>) => new Response(stream as ReadableStream).text()
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await turn()
}

describe('answers ahead of their reader', () => {
  test('are all kept for a reader that begins late, while there is room', async () => {
    const { seen, batches } = source(4)
    const stream = answersAhead(answer('0'), batches, LAST, { most: 5, patienceMs: 60_000 })
    await settled()
    expect(seen.worked).toBe(4)
    expect(await text(stream)).toBe('0\n1\n2\n3\n4\n')
  })

  test('wait for the reader when there is no more room, and are complete in the end', async () => {
    const { seen, batches } = source(50)
    const stream = answersAhead(answer('0'), batches, LAST, { most: 5, patienceMs: 60_000 })
    await settled()
    expect(seen.worked).toBe(4)
    expect((await text(stream)).trimEnd().split('\n')).toEqual(Array.from({ length: 51 }, (_, i) => `${i}`))
  })

  test('end with a last one for a reader that takes none; the other lines are read and ignored', async () => {
    const { seen, batches } = source(50)
    const stream = answersAhead(answer('0'), batches, LAST, { most: 5, patienceMs: 1 })
    while (!seen.returned) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(seen).toEqual({ worked: 4, dropped: 46, returned: true })
    expect(await text(stream)).toBe('0\n1\n2\n3\n4\nlast\n')
  })

  test('break off where they fail, after those that were ready', async () => {
    async function* broken(): AsyncGenerator<LineAnswers, void, boolean> {
      yield answer('1')
      throw new Error('broken')
    }
    const reader = answersAhead(answer('0'), broken(), LAST).getReader()
    await settled()
    expect(String((await reader.read()).value)).toBe(String(Buffer.from('0\n')))
    expect(String((await reader.read()).value)).toBe(String(Buffer.from('1\n')))
    await expect(reader.read()).rejects.toThrow('broken')
  })

  test('are no longer worked out once the reader has gone', async () => {
    const { seen, batches } = source(50)
    await answersAhead(answer('0'), batches, LAST, { most: 5, patienceMs: 60_000 }).cancel()
    await settled()
    expect(seen.worked).toBeLessThan(5)
    expect(seen.returned).toBe(true)
  })
})
