import * as oauth from 'oauth4webapi'
import { describe, expect } from 'vitest'
import { MINUTE } from '../support/clock.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { requestToken } from './outsider.ts'

const LOOPBACK = { [oauth.allowInsecureRequests]: true }

const ask = ({ origin }: World, token: string, path = '/ssf/streams', method = 'GET') =>
  oauth.protectedResourceRequest(token, method, new URL(path, origin), undefined, undefined, LOOPBACK)

/** How an independent library reads a refusal with `WWW-Authenticate` (RFC 6750 §3). */
const challenged = (status: number, parameters: object) => ({
  name: 'WWWAuthenticateChallengeError',
  status,
  cause: [{ scheme: 'bearer', parameters }],
})

describe('a call of a holder', () => {
  test('without a token is told which token it needs', async ({ world }) => {
    const response = await fetch(`${world.origin}/ssf/streams`)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe(`Bearer realm="${world.origin}"`)
    expect(await response.json()).toMatchObject({ type: 'urn:erabu:problem:invalid-token', status: 401 })
  })

  test('with an invented or expired token is told so', async ({ world }) => {
    const refused = challenged(401, { error: 'invalid_token' })
    await expect(ask(world, 'invented')).rejects.toMatchObject(refused)
    const token = await requestToken(world.origin, world.holder('demo-registry').key)
    expect((await ask(world, token)).status).toBe(200)
    world.clock.advance(16 * MINUTE)
    await expect(ask(world, token)).rejects.toMatchObject(refused)
  })

  test('beyond the scope of its token is told so, and calls within it continue', async ({ world }) => {
    const { key } = world.holder('demo-registry')
    const token = await requestToken(world.origin, key, undefined, 'ssf.read')
    expect((await ask(world, token)).status).toBe(200)
    const refused = challenged(403, { error: 'insufficient_scope' })
    await expect(ask(world, token, '/ssf/streams', 'POST')).rejects.toMatchObject(refused)
    const linkages = '/linkages?database=demo-registry&purpose=research'
    await expect(ask(world, token, linkages, 'POST')).rejects.toMatchObject(refused)
  })
})
