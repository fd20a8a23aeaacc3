import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, linkedOutsider } from './linked-outsider.ts'
import { sealedSubject } from './subjects.ts'

const LINKAGES = `/linkages?database=${DATABASE}&purpose=research`
const REMOVALS = `/linkages/removals?database=${DATABASE}`
const USE = {
  database: DATABASE,
  project: { id: 'p-1', title: '糖尿病の研究', organisation: '模擬大学', purpose: 'research' },
  from: '2026-10-01',
  to: '2026-10-31',
}
const INVALID = { error: 'invalid-line' }

async function poster(world: World) {
  const { outsider, stream, linked } = await linkedOutsider(world, 2)
  const paths = [LINKAGES, REMOVALS, `/ssf/streams/${stream}/outcomes`]
  const headers = { authorization: `Bearer ${outsider.token}`, 'content-type': 'application/x-ndjson' }
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>) =>
    fetch(world.origin + path, { method: 'POST', headers, body })
  /** The answers, without what is wrong with a line. */
  const answers = async (path: string, body: string | Uint8Array<ArrayBuffer>) =>
    (await (await post(path, body)).text())
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map(({ line: _line, issues: _issues, ...answer }) => answer)
  const lines = [0, 1].map(async (index) =>
    JSON.stringify({ subject: await sealedSubject(world, DATABASE, numbersOf(ordinary(index))) }),
  )
  const [one = '', two = ''] = await Promise.all(lines)
  return { headers, post, answers, linked, paths, one, two }
}

describe('lines', () => {
  test('that are blank in the middle get an answer at their position: nobody gets the token of another', async ({
    world,
  }) => {
    const { answers, linked, paths, one, two } = await poster(world)
    for (const blank of ['', ' ', '\t', '\u2028', '\u00a0', '\ufeff', '\r'])
      expect(await answers(LINKAGES, `${one}\n${blank}\n${two}\n`)).toEqual([linked[0], INVALID, linked[1]])
    expect(await answers(LINKAGES, `\n\n\n${one}`)).toEqual([INVALID, INVALID, INVALID, linked[0]])
    for (const path of paths) expect(await answers(path, '\nx\n\n\ny')).toEqual(Array(5).fill(INVALID))
  })

  test('that are empty at the very end get none', async ({ world }) => {
    const { answers, linked, paths, one } = await poster(world)
    for (const end of ['', '\n', '\r\n', '\n\n\n', '\r\n\r\n\r'])
      expect(await answers(LINKAGES, one + end)).toEqual([linked[0]])
    for (const path of paths)
      for (const body of ['', '\n', '\r\n\n\n']) expect(await answers(path, body)).toEqual([])
    expect(await answers(LINKAGES, `${one}\n \n\n`)).toEqual([linked[0], INVALID])
  })

  test('may end with CRLF and begin with a byte order mark', async ({ world }) => {
    const { answers, linked, one, two } = await poster(world)
    expect(await answers(LINKAGES, `\ufeff${one}\r\n${two}\r\n`)).toEqual(linked)
    expect(await answers(LINKAGES, `\ufeff\r\n${two}\r\n`)).toEqual([INVALID, linked[1]])
  })

  test('that are not UTF-8 are invalid: nobody is looked up by replacement characters', async ({ world }) => {
    const { answers, paths } = await poster(world)
    for (const path of paths) expect(await answers(path, '{"token":"\ufffd"}\n')).toEqual([INVALID])
  })

  test('have their ref in their answer, valid or not', async ({ world }) => {
    const { answers, linked, one, two } = await poster(world)
    const withRef = (line: string, ref: unknown) => JSON.stringify({ ...JSON.parse(line), ref })
    const long = 'r'.repeat(64)
    const sent = [withRef(two, '行 2'), withRef(one, long), '{"ref":"x"}', one, withRef(one, `${long}r`)]
    expect(await answers(LINKAGES, [...sent, withRef(one, 1), '{"ref":"y"'].join('\n'))).toEqual([
      { ...linked[1], ref: '行 2' },
      { ...linked[0], ref: long },
      { ...INVALID, ref: 'x' },
      linked[0],
      INVALID,
      INVALID,
      INVALID,
    ])
    const { token } = linked[0] ?? {}
    expect(await answers(REMOVALS, `{"token":"nobody","ref":"a"}\n{"token":"${token}","ref":"b"}`)).toEqual([
      { error: 'not-found', ref: 'a' },
      { token, removed: true, ref: 'b' },
    ])
    expect(JSON.stringify(await world.check())).not.toContain(long)
  })

  test('of a use count as unknown where they are blank or invalid, except empty ones at the end', async ({
    world,
  }) => {
    const { post, linked } = await poster(world)
    const token = JSON.stringify({ token: linked[0]?.token, ref: 'x' })
    const answer = await post(
      '/usage',
      `\ufeff${JSON.stringify(USE)}\r\n${token}\r\n\r\n \r\n${token}\r\n\r\n`,
    )
    expect(await answer.json()).toMatchObject({ known: 2, unknown: 2 })
    for (const body of ['', '\n', `\n${JSON.stringify(USE)}\n`])
      expect((await post('/usage', body)).status).toBe(400)
  })
})

describe('a holder that sends everything before it reads anything', () => {
  const LINES = 50_000
  /** 64 characters that JSON escapes: the answers then fill the buffers between both sides twice over. */
  const refOf = (i: number) => `${i} `.padEnd(64, '\u0001')

  test('is answered line for line', { timeout: 120_000 }, async ({ world }) => {
    const { headers } = await poster(world)
    const lines = Array.from({ length: LINES }, (_, i) => `${JSON.stringify({ ref: refOf(i) })}\n`)
    const body = Buffer.from(lines.join(''))
    const sized = { ...headers, 'content-length': body.length }
    const sent = request(world.origin + LINKAGES, { method: 'POST', headers: sized })
    const response = once(sent, 'response') as Promise<[IncomingMessage]>
    const PART = 64 * 1024
    for (let from = 0; from < body.length; from += PART)
      if (!sent.write(body.subarray(from, from + PART))) await once(sent, 'drain')
    sent.end()
    const [answer] = await response
    const answers = (await text(answer)).trimEnd().split('\n')
    expect(answers).toHaveLength(LINES)
    expect(JSON.parse(answers[LINES - 1] ?? '')).toMatchObject({
      ...INVALID,
      line: LINES,
      ref: refOf(LINES - 1),
    })
  })
})
