import { Hono } from 'hono'
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { largeJson } from '../../api/http/body/large-json.ts'
import { createSingleFile } from '../../api/http/body/single-file.ts'
import type { Env } from '../../api/http/env.ts'
import { ProblemError } from '../../api/problem.ts'
import { createTurns } from '../../api/turns.ts'

const large = (id: string) => JSON.stringify({ id, filling: 'x'.repeat(70 * 1024) })
const small = (id: string) => JSON.stringify({ id })

/** A route whose handler takes a body and ends when told to. */
function route() {
  const turns = createTurns()
  const slices = vi.spyOn(turns, 'next')
  const began: string[] = []
  const held = new Map<string, () => void>()
  const app = new Hono<Env>()
  app.onError((error, c) =>
    error instanceof ProblemError
      ? c.text(error.code, 400, error.headers)
      : c.text(`unexpected ${error}`, 500),
  )
  app.use(async (c, next) => {
    c.set('holder', { client_id: c.req.header('client') ?? 'one' } as Env['Variables']['holder'])
    await next()
  })
  app.post(
    '/',
    largeJson(
      z.object({ id: z.string() }),
      { most: 512 * 1024, members: 100 },
      { turns, line: createSingleFile(3) },
    ),
    async (c) => {
      const { id } = c.req.valid('json')
      began.push(id)
      const { promise, resolve } = Promise.withResolvers<void>()
      held.set(id, resolve)
      if (c.req.header('settles')) c.get('settled')()
      await promise
      return c.text('done')
    },
  )
  const sendChunked = async (body: string, headers: Record<string, string> = {}) =>
    app.request('/', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
  const send = (body: string, headers: Record<string, string> = {}) =>
    sendChunked(body, { 'content-length': String(Buffer.byteLength(body)), ...headers })
  return { send, sendChunked, began, slices, end: (id: string) => held.get(id)?.() }
}

test('large bodies of a client are handled one after the other, in order, and too many are refused', async () => {
  const { send, began, end } = route()
  const sent = ['a', 'b', 'c'].map((id) => send(large(id)))
  await vi.waitFor(() => expect(began).toEqual(['a']))
  const refused = await send(large('d'))
  expect([await refused.text(), refused.headers.get('retry-after')]).toEqual(['rate-limited', '1'])
  // Nobody else waits for them: neither another client, nor small bodies.
  void send(large('other'), { client: 'two' })
  void send(small('small'))
  await vi.waitFor(() => expect(began.slice(1).sort()).toEqual(['other', 'small']))
  for (const id of ['a', 'b', 'c']) {
    await vi.waitFor(() => expect(began).toContain(id))
    end(id)
  }
  expect(await Promise.all(sent.map(async (answer) => (await answer).text()))).toEqual([
    'done',
    'done',
    'done',
  ])
  expect(began.filter((id) => id.length === 1)).toEqual(['a', 'b', 'c'])
  void send(large('e'))
  await vi.waitFor(() => expect(began).toContain('e'))
})

test('a body that is done with lets the next one begin, although its answer waits', async () => {
  const { send, began } = route()
  void send(large('a'), { settles: 'yes' })
  void send(large('b'))
  await vi.waitFor(() => expect(began).toEqual(['a', 'b']))
})

test('a body without a length counts as large from the first byte above the limit', async () => {
  const { sendChunked, began } = route()
  const answers = ['a', 'b', 'c', 'd'].map((id) => sendChunked(large(id)))
  expect(await Promise.race(answers.map(async (answer) => (await answer).text()))).toBe('rate-limited')
  await vi.waitFor(() => expect(began).toHaveLength(1))
  void sendChunked(small('small'))
  await vi.waitFor(() => expect(began[1]).toBe('small'))
})

test('a refused body is searched for a My Number to its end, in several turns', async () => {
  const { send, slices } = route()
  const of = (last: string) => JSON.stringify({ id: 5, filling: ['x'.repeat(200 * 1024), last] })
  const found = await send(of('1234-5678-9018'))
  expect(await found.text()).toBe('my-number-refused')
  expect(slices.mock.calls.length).toBeGreaterThan(12)
  expect(await (await send(of('1234-5678-9012'))).text()).toBe('invalid-request')
  const broken = await send(`{"id":"${'x'.repeat(200 * 1024)}","filling":"123456789018"`)
  expect(await broken.text()).toBe('my-number-refused')
})

test('a body of very many members is refused before it is built', async () => {
  const { send } = route()
  const members = (count: number) =>
    JSON.stringify({ id: 'x', ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, {}])) })
  const parsed = vi.spyOn(JSON, 'parse')
  expect(await (await send(members(100))).text()).toBe('invalid-request')
  expect(await (await send(members(100).replaceAll(':', ' \n:'))).text()).toBe('invalid-request')
  expect(parsed).not.toHaveBeenCalled()
  parsed.mockRestore()
})
