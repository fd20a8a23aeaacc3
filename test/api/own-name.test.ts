import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { json, text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** Calls the service under another name than the one by which it is reached. */
async function ask(
  { origin }: World,
  host: string,
  path: string,
  method = 'GET',
  headers = {},
): Promise<IncomingMessage> {
  const sent = request(origin + path, { method, headers: { host, accept: 'text/html', ...headers } }).end()
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  return answer
}

const portOf = ({ origin }: World) => new URL(origin).port
const others = (world: World) => [
  `127.0.0.1:${portOf(world)}`,
  `[::1]:${portOf(world)}`,
  `my-machine.local:${portOf(world)}`,
  'localhost',
  'localhost:1',
  'erabu.example',
]

describe('under another host name', () => {
  test('a page redirects to our own name, with path and query', async ({ world }) => {
    for (const host of others(world))
      for (const path of [
        '/',
        '/status',
        '/proofing?request=1&x=%20',
        '/databases/a',
        '/kiosk',
        '/kiosk.html',
        '/index.html',
      ]) {
        const answer = await ask(world, host, path)
        expect([answer.statusCode, answer.headers.location], `${host} ${path}`).toEqual([
          308,
          world.origin + path,
        ])
      }
    const away = await ask(world, 'erabu.example', '//evil.example/status')
    expect(away.headers.location).toBeUndefined()
  })

  test('a page’s call is refused, before anything begins', async ({ world }) => {
    const before = await world.fingerprint('session', 'proofing')
    for (const host of others(world)) {
      const origin = `http://${host}`
      const answer = await ask(world, host, '/api/portal/requests', 'POST', {
        origin,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/json',
      })
      expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([421, undefined])
      expect(await json(answer)).toMatchObject({ type: 'urn:erabu:problem:misdirected-request' })
    }
    expect((await ask(world, '127.0.0.1:1', '/api/session')).statusCode).toBe(421)
    expect(await world.fingerprint('session', 'proofing')).toBe(before)
  })

  test('a holder’s program is answered, and the answer uses our own name', async ({ world }) => {
    const answer = await ask(world, 'erabu.example', '/.well-known/ssf-configuration')
    expect(answer.statusCode).toBe(200)
    const told = await text(answer)
    expect(told).toContain(world.origin)
    expect(told).not.toContain('erabu.example')
  })
})

test('our own name is accepted in any spelling', async ({ world }) => {
  const own = new URL(world.origin).host
  for (const host of [own, own.toUpperCase()]) {
    expect((await ask(world, host, '/status')).statusCode).toBe(200)
    expect((await ask(world, host, '/api/session')).statusCode).toBe(401)
  }
})
