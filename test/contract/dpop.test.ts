import { createHash, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import * as oauth from 'oauth4webapi'
import { describe, expect } from 'vitest'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { changeEntry } from './holders-file.ts'
import { discover, requestToken } from './outsider.ts'

const LOOPBACK = { [oauth.allowInsecureRequests]: true }

/** A client that binds its access token to its own key (RFC 9449). */
async function boundClient({ origin, holder }: World) {
  const { clientId, kid, privateKey } = holder('demo-registry').key
  const client: oauth.Client = { client_id: clientId }
  const server = await discover(origin)
  const proof = async () => oauth.DPoP({}, await oauth.generateKeyPair('ES256'))
  const own = await proof()
  const response = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    oauth.PrivateKeyJwt({ key: privateKey, kid }),
    {},
    { DPoP: own, ...LOOPBACK },
  )
  const granted = await oauth.processClientCredentialsResponse(server, client, response)
  const ask = (DPoP: oauth.DPoPHandle) =>
    oauth.protectedResourceRequest(
      granted.access_token,
      'GET',
      new URL('/ssf/streams?unrelated=query', origin),
      undefined,
      undefined,
      { DPoP, ...LOOPBACK },
    )
  return { granted, own, ask, proof }
}

describe('an access token that is bound to a key', () => {
  test('works with proofs of that key, repeatedly', async ({ world }) => {
    const { granted, own, ask } = await boundClient(world)
    expect(granted.token_type).toBe('dpop')
    expect((await ask(own)).status).toBe(200)
    expect((await ask(own)).status).toBe(200)
  })

  test('is useless with the proof of another key', async ({ world }) => {
    const { ask, proof } = await boundClient(world)
    await expect(ask(await proof())).rejects.toMatchObject({
      status: 401,
      cause: [{ scheme: 'dpop', parameters: { error: 'invalid_dpop_proof' } }],
    })
  })

  test('is useless as a bearer token, without a proof', async ({ world }) => {
    const { granted } = await boundClient(world)
    const authorization = `Bearer ${granted.access_token}`
    const response = await fetch(`${world.origin}/ssf/streams`, { headers: { authorization } })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('invalid_token')
  })
})

describe('a client that must bind its tokens', () => {
  test('gets none without a proof, and its earlier tokens stop working', async ({ world }) => {
    const { key } = world.holder('demo-registry')
    const before = await requestToken(world.origin, key)
    const open = (token: string) =>
      fetch(`${world.origin}/ssf/streams`, { headers: { authorization: `Bearer ${token}` } })
    expect((await open(before)).status).toBe(200)
    await changeEntry(world, key.clientId, (entry) => {
      entry.dpop = true
    })
    const refused = { name: 'ResponseBodyError', error: 'invalid_dpop_proof', status: 400 }
    await expect(requestToken(world.origin, key)).rejects.toMatchObject(refused)
    expect((await open(before)).status).toBe(401)
    const { own, ask } = await boundClient(world)
    expect((await ask(own)).status).toBe(200)
  })
})

describe('a proof (RFC 9449 §4.3)', () => {
  type Wrong = { claims?: object; header?: object }
  const WRONG: [string, Wrong][] = [
    ['for another method', { claims: { htm: 'POST' } }],
    ['for another path', { claims: { htu: 'ORIGIN/ssf/stream' } }],
    ['for a path in other letters', { claims: { htu: 'ORIGIN/SSF/streams' } }],
    ['for a host with a user', { claims: { htu: 'USER/ssf/streams' } }],
    ['for no address', { claims: { htu: '/ssf/streams' } }],
    ['for another address', { claims: { htu: 'https://elsewhere.example/ssf/streams' } }],
    ['for another access token', { claims: { ath: 'AAAA' } }],
    ['without an access token', { claims: { ath: undefined } }],
    ['without a jti', { claims: { jti: undefined } }],
    ['made an hour ago', { claims: { iat: Math.floor(Date.now() / 1000) - 3600 } }],
    ['made in an hour', { claims: { iat: Math.floor(Date.now() / 1000) + 3600 } }],
    ['of another type', { header: { typ: 'JWT' } }],
  ]

  const RIGHT: [string, Wrong][] = [
    ['with a query', { claims: { htu: 'ORIGIN/ssf/streams?stream_id=1' } }],
    ['with a fragment', { claims: { htu: 'ORIGIN/ssf/streams#part' } }],
    ['with host and scheme in capitals', { claims: { htu: 'UPPER/ssf/streams' } }],
    ['with letters escaped', { claims: { htu: 'ORIGIN/ssf/stre%61ms' } }],
    ['with a detour', { claims: { htu: 'ORIGIN/ssf/nothing/../streams' } }],
  ]
  /** Seconds from the service's clock to `iat`, and what a proof of then opens. */
  const AGES: [number, number][] = [
    [-61, 401],
    [-60, 200],
    [10, 200],
    [11, 401],
  ]
  const placed = (claims: Wrong['claims'], origin: string): object => {
    if (!claims || !('htu' in claims)) return claims ?? {}
    const htu = String(claims.htu)
      .replace('ORIGIN', origin)
      .replace('UPPER', origin.toUpperCase())
      .replace('USER', origin.replace('//', '//user@'))
    return { ...claims, htu }
  }

  test('works once, and only for its own request', async ({ world }) => {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const jwk = await exportJWK(publicKey)
    const prove = (htm: string, path: string, { claims, header }: Wrong = {}, ath?: string) =>
      new SignJWT({
        htm,
        htu: world.origin + path,
        jti: randomUUID(),
        iat: Math.floor(Date.now() / 1000),
        ath,
        ...placed(claims, world.origin),
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
        .sign(privateKey)
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await world.holder('demo-registry').assertion(),
    })
    const headers = { dpop: await prove('POST', '/oauth/token') }
    const granted = await fetch(`${world.origin}/oauth/token`, { method: 'POST', body, headers })
    const { access_token } = (await granted.json()) as { access_token: string }
    const ath = createHash('sha256').update(access_token).digest('base64url')
    const ask = async (dpop: string) =>
      (
        await fetch(`${world.origin}/ssf/streams`, {
          headers: { authorization: `DPoP ${access_token}`, dpop },
        })
      ).status
    const right = await prove('GET', '/ssf/streams', {}, ath)
    expect([await ask(right), await ask(right)]).toEqual([200, 401])
    for (const [title, wrong] of WRONG)
      expect(await ask(await prove('GET', '/ssf/streams', wrong, ath)), title).toBe(401)
    for (const [title, written] of RIGHT)
      expect(await ask(await prove('GET', '/ssf/streams', written, ath)), title).toBe(200)
    world.clock.hold()
    const now = Math.floor(world.clock.now().getTime() / 1000)
    for (const [age, status] of AGES)
      expect(
        await ask(await prove('GET', '/ssf/streams', { claims: { iat: now + age } }, ath)),
        `${age} s`,
      ).toBe(status)
    expect(await ask(await prove('GET', '/ssf/streams', {}, ath))).toBe(200)
  })
})
