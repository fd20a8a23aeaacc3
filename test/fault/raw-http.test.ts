import { setTimeout as sleep } from 'node:timers/promises'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bodyWithin } from '../../api/http/body/guard.ts'
import type { Env } from '../../api/http/env.ts'
import { startApiProcess } from '../support/api-process.ts'
import { listen } from '../support/serve.ts'
import { createRawClient } from './support/raw-client.ts'

let api: Awaited<ReturnType<typeof startApiProcess>>
/** Requests that are ended slowly: begun at once, because the tests wait for them. */
let slow: { header: Promise<Heard>; body: Promise<Heard>; lines: Promise<Heard> }

beforeAll(async () => {
  api = await startApiProcess({ ERABU_LOG: 'warn' })
  const { access_token } = (await (await api.holder('demo-registry').token()).json()) as {
    access_token: string
  }
  const upload = request(
    'POST /linkages?database=demo-registry&purpose=research HTTP/1.1',
    `Authorization: Bearer ${access_token}`,
    'Content-Type: application/x-ndjson',
    'Content-Length: 100',
  )
  slow = {
    header: say(['GET /api/session HTTP/1.1\r\nHost: x\r\nX-Endless: '], 90_000),
    body: say([post('/api/sessions/options', 'Content-Length: 100')], 90_000, 'x'),
    lines: say([upload], 90_000),
  }
})
afterAll(() => api?.close())

type Heard = { text: string; closed: boolean }

/**
 * Writes raw bytes to the api, and reads what comes back until it closes or `patience` ms are over.
 * @param drip is written every two seconds meanwhile.
 */
async function say(parts: (string | Buffer)[], patience = 10_000, drip = ''): Promise<Heard> {
  const socket = createRawClient(api.origin).open(...parts)
  const ended = new AbortController()
  const gone = sleep(patience, false, { signal: ended.signal }).catch(() => true)
  const dripping = setInterval(() => socket.write(drip), 2000)
  const closed = await Promise.race([socket.closed.then(() => true), gone])
  ended.abort()
  clearInterval(dripping)
  socket.destroy()
  return { text: socket.text(), closed }
}

const statusOf = ({ text }: Heard) => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
const host = () => new URL(api.origin).host
const request = (line: string, ...headers: string[]) =>
  `${[line, `Host: ${host()}`, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`

const post = (path: string, ...headers: string[]) =>
  request(
    `POST ${path} HTTP/1.1`,
    'Sec-Fetch-Site: same-origin',
    'Content-Type: application/json',
    ...headers,
  )

describe('what no browser sends is refused and cut off, without an internal error', () => {
  const BODY = '{"device":"personal"}'
  const CASES: [what: string, bytes: () => (string | Buffer)[]][] = [
    ['two lengths', () => [post('/api/sessions/options', 'Content-Length: 5', 'Content-Length: 21'), BODY]],
    [
      'a length and chunks',
      () => [post('/api/sessions/options', 'Content-Length: 5', 'Transfer-Encoding: chunked'), BODY],
    ],
    ['a length that is no number', () => [post('/api/sessions/options', 'Content-Length: -1'), BODY]],
    ['a header of 17 kB', () => [request('GET /api/session HTTP/1.1', `X-Long: ${'x'.repeat(17_000)}`)]],
    ['an address of 17 kB', () => [request(`GET /api/${'x'.repeat(17_000)} HTTP/1.1`)]],
    ['a zero byte in a header', () => [request('GET /api/session HTTP/1.1', 'X-Zero: a\0b')]],
    ['a line break in a header', () => ['GET /api/session HTTP/1.1\nHost: x\r\rX: y\n\n']],
    ['no host', () => ['GET /api/session HTTP/1.1\r\nConnection: close\r\n\r\n']],
    ['no HTTP at all', () => [Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])]],
    ['an unknown method', () => [request('BREW /api/session HTTP/1.1')]],
    [
      'a chunk size that is no number',
      () => [post('/api/sessions/options', 'Transfer-Encoding: chunked'), 'zz\r\nabc\r\n'],
    ],
  ]
  test.for(CASES)('%s', async ([, bytes]) => {
    const heard = await say(bytes())
    expect(heard.closed, 'the connection stays open').toBe(true)
    expect(statusOf(heard)).toBeLessThan(500)
    expect(statusOf(heard)).not.toBe(200)
  })
})

describe('a request that repeats a single-valued header is refused', () => {
  const TWICE: [first: string, second: string][] = [
    ['Authorization: Bearer a', 'Authorization: Bearer b'],
    ['Content-Type: application/json', 'Content-Type: text/plain'],
    ['DPoP: a', 'DPoP: b'],
    ['Erabu-Visit: a', 'erabu-visit: a'],
    ['Idempotency-Key: key-number-one', 'Idempotency-Key: key-number-two'],
    ['Origin: https://evil.example', 'Origin: https://erabu.example'],
    ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Site: same-origin'],
    ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'],
  ]
  const answered = async (...parts: string[]) => {
    const heard = await say(parts)
    expect(statusOf(heard)).toBe(400)
  }

  test('its host', async () => {
    await answered(request('GET /jwks.json HTTP/1.1', 'Host: evil.example'))
    await answered(request('GET /statuslists HTTP/1.1', `Host: ${host()}`))
  })

  test.for(TWICE)('%s, %s', async (headers) => {
    await answered(request('GET /jwks.json HTTP/1.1', ...headers))
  })

  test('but not one without repetition, or with a repeated list header', async () => {
    const once = TWICE.map(([header]) => header).filter((header) => !header.startsWith('Transfer'))
    const lists = [
      'Accept: application/json',
      'Accept: text/html',
      'X-Forwarded-For: 192.0.2.1',
      'X-Forwarded-For: ::1',
    ]
    expect(statusOf(await say([request('GET /jwks.json HTTP/1.1', ...once, ...lists)]))).toBe(200)
  })
})

describe('the api', () => {
  test('takes its origin from its configuration, whatever host the request names', async () => {
    const foreign = request('GET /.well-known/ssf-configuration HTTP/1.1').replace(host(), 'evil.example')
    const heard = await say([foreign])
    expect(statusOf(heard)).toBe(200)
    expect(heard.text).not.toContain('evil.example')
    expect(heard.text).toContain(api.origin)
  })

  test('ends an endless body at its limit, and continues to serve others', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    const heard = await say([
      post('/api/sessions/options', 'Transfer-Encoding: chunked'),
      ...Array.from({ length: 64 }, () => chunk),
    ])
    expect(heard.closed, 'the connection stays open').toBe(true)
    // A client that continues to send may be cut off before it reads the answer.
    expect([413, 0]).toContain(statusOf(heard))
    expect((await fetch(`${api.origin}/jwks.json`)).status).toBe(200)
  })

  test('refuses a body that inflates to a gigabyte without reading it', async () => {
    const heard = await say([
      post('/api/sessions/options', 'Content-Encoding: gzip', 'Content-Length: 10000000'),
    ])
    expect(statusOf(heard)).toBe(415)
  })

  test('still answers others while a hundred connections say nothing', async () => {
    const silent = Array.from({ length: 100 }, () => say(['GET /api/session HTTP/1.1\r\nHost:'], 3000))
    await sleep(100)
    const answered = fetch(`${api.origin}/jwks.json`).then(({ status }) => status)
    expect(await Promise.race([answered, ...silent])).toBe(200)
    await Promise.all(silent)
  })

  test('ends an endless header', async () => {
    const heard = await slow.header
    expect(heard.closed, 'the connection stays open').toBe(true)
    expect(statusOf(heard)).toBe(408)
  })

  test('ends a body that comes byte by byte', async () => {
    expect(await slow.body).toEqual({ text: '', closed: true })
  })

  test('ends an upload without traffic, and lets a long one take its time', async () => {
    expect(await slow.lines).toEqual({ text: '', closed: true })
  })

  test('ends a body that does not come in time, without delaying other answers', async () => {
    const server = await listen('localhost')
    const app = new Hono<Env>().use(bodyWithin(100))
    app.post('/body', async (c) => c.text(await c.req.text().catch(() => 'cut off')))
    app.get('/answer', async (c) => c.text(`${await sleep(300, 'late')}`))
    server.mount(app.fetch)
    const client = createRawClient(`http://localhost:${server.port}`)
    const body = client.open(`POST /body HTTP/1.1\r\n${client.head('Content-Length: 10')}`, 'half')
    const answer = client.open(`GET /answer HTTP/1.1\r\n${client.head()}`)
    const patience = sleep(10_000, 'the connection stays open')
    expect(await Promise.race([body.closed.then(() => 'closed'), patience])).toBe('closed')
    expect(body.text()).toBe('')
    await answer.heard(/late$/)
    expect(answer.text()).toMatch(/late$/)
    await server.close()
  })

  test('stops at SIGTERM and releases its store, so that it starts again', async () => {
    await api.end()
    await api.start()
    expect((await fetch(`${api.origin}/jwks.json`)).status).toBe(200)
  })
})
