import { randomUUID } from 'node:crypto'
import { decodeJwt, generateKeyPair } from 'jose'
import { describe, expect } from 'vitest'
import { MINUTE } from '../support/clock.ts'
import type { Assertion } from '../support/holder.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const seconds = (world: World) => Math.floor(world.clock.now().getTime() / 1000)

describe('the token endpoint', () => {
  test('gives a token of at most 15 minutes for the scopes asked for', async ({ world }) => {
    const answer = await world.holder('demo-registry').token('ssf.read linkages.write')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const body = (await answer.json()) as { access_token: string; scope: string }
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: expect.any(Number) })
    expect(body.scope.split(' ').sort()).toEqual(['linkages.write', 'ssf.read'])
    const { iat = 0, exp = 0, sub } = decodeJwt(body.access_token)
    expect(exp - iat).toBeLessThanOrEqual(900)
    expect(sub).toBe('holder-demo-registry')
  })

  type Wrong = [title: string, wrong: (world: World) => Assertion]
  const WRONG: Wrong[] = [
    ['for another audience', () => ({ claims: { aud: 'https://other.example' } })],
    ['for two audiences', (world) => ({ claims: { aud: [world.origin, 'https://other.example'] } })],
    ['for the token endpoint', (world) => ({ claims: { aud: `${world.origin}/oauth/token` } })],
    ['of an unknown client', () => ({ claims: { iss: 'nobody', sub: 'nobody' } })],
    ['in the name of somebody else', () => ({ claims: { sub: 'holder-demo-biobank' } })],
    ['of another client', () => ({ claims: { iss: 'holder-demo-biobank', sub: 'holder-demo-biobank' } })],
    ['without a jti', () => ({ claims: { jti: undefined } })],
    ['with an empty jti', () => ({ claims: { jti: '' } })],
    ['without an end', () => ({ claims: { exp: undefined } })],
    ['that has ended', (world) => ({ claims: { iat: seconds(world) - 120, exp: seconds(world) - 60 } })],
    ['that lives longer than 5 minutes', (world) => ({ claims: { exp: seconds(world) + 3600 } })],
    [
      'from 60 seconds in the future',
      (world) => ({ claims: { iat: seconds(world) + 60, exp: seconds(world) + 120 } }),
    ],
    ['not good before a minute from now', (world) => ({ claims: { nbf: seconds(world) + 60 } })],
    ['with a key that is not registered', () => ({ header: { kid: 'other' } })],
  ]
  test.for(WRONG)('refuses an assertion %s', async ([, wrong], { world }) => {
    const before = await world.fingerprint()
    const answer = await world.holder('demo-registry').token('ssf.read', wrong(world))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({ error: 'invalid_client' })
    expect(await world.fingerprint()).toBe(before)
  })

  test('refuses an assertion signed with another key', async ({ world }) => {
    const { privateKey: key } = await generateKeyPair('ES256')
    expect((await world.holder('demo-registry').token('ssf.read', { key })).status).toBe(401)
  })

  test('takes an assertion from up to 10 seconds in the future', async ({ world }) => {
    const iat = seconds(world) + 9
    const answer = await world.holder('demo-registry').token('ssf.read', { claims: { iat, exp: iat + 60 } })
    expect(answer.status).toBe(200)
  })

  test('takes an assertion once, also when it comes 20 times at the same moment', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const client_assertion = await holder.assertion()
    const form = { grant_type: 'client_credentials', client_assertion_type: ASSERTION_TYPE, client_assertion }
    const answers = await Promise.all(Array.from({ length: 20 }, () => holder.requestToken(form)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(19)
  })

  test('lets two clients use the same jti', async ({ world }) => {
    const claims = { jti: randomUUID() }
    expect((await world.holder('demo-registry').token('ssf.read', { claims })).status).toBe(200)
    expect((await world.holder('demo-biobank').token('ssf.read', { claims })).status).toBe(200)
  })

  test.for([
    ['unsupported_grant_type', 400, { grant_type: 'password' }],
    ['invalid_request', 400, { grant_type: '' }],
    ['invalid_client', 401, { client_assertion_type: 'urn:other' }],
    ['invalid_client', 401, { client_assertion: '' }],
    ['invalid_client', 401, { client_assertion: 'not.a.jwt' }],
    ['invalid_client', 401, { client_id: 'holder-demo-biobank' }],
    ['invalid_scope', 400, { scope: 'ssf.read everything' }],
  ] as const)('answers %s (%i) to %o', async ([error, status, change], { world }) => {
    const holder = world.holder('demo-registry')
    const right = {
      grant_type: 'client_credentials',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await holder.assertion(),
    }
    const answer = await holder.requestToken({ ...right, ...change })
    expect([answer.status, await answer.json()]).toEqual([status, { error }])
  })

  test('refuses a body that is no form', async ({ world }) => {
    const answer = await fetch(`${world.origin}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'invalid_request' }])
  })
})

describe('an access token', () => {
  const get = (world: World, token: string | null) =>
    fetch(`${world.origin}/ssf/streams`, { headers: token === null ? {} : { authorization: token } })

  test.for([null, '', 'Bearer', 'Bearer abc', 'Basic YTpi', 'Bearer a.b.c'])(
    'is refused as %s',
    async (token, { world }) => {
      await expectRefused(world, 'invalid-token', () => get(world, token))
    },
  )

  test('is refused without its signature, and after 15 minutes', async ({ world }) => {
    const answer = await world.holder('demo-registry').token()
    const { access_token } = (await answer.json()) as { access_token: string }
    const [header, payload] = access_token.split('.')
    await expectRefused(world, 'invalid-token', () => get(world, `Bearer ${header}.${payload}.`))
    expect((await get(world, `Bearer ${access_token}`)).status).toBe(200)
    world.clock.advance(15 * MINUTE + 1000)
    await expectRefused(world, 'invalid-token', () => get(world, `Bearer ${access_token}`))
  })

  test('is no receipt and no event: another signed thing of ours lets nobody in', async ({ world }) => {
    const { signer } = world.deps
    const claims = { iss: world.origin, aud: world.origin, sub: 'holder-demo-registry', scope: 'ssf.read' }
    for (const typ of ['receipt+jwt', 'secevent+jwt', 'JWT']) {
      const forged = await signer.sign(typ, { ...claims, exp: seconds(world) + 60 })
      await expectRefused(world, 'invalid-token', () => get(world, `Bearer ${forged}`))
    }
  })

  test('opens nothing beyond its scope', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const { access_token } = (await (await holder.token('ssf.read')).json()) as { access_token: string }
    await expectRefused(world, 'insufficient-scope', () =>
      fetch(`${world.origin}/linkages?database=demo-registry&purpose=research`, {
        method: 'POST',
        headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/x-ndjson' },
        body: '{}\n',
      }),
    )
  })
})
