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
  test('issues a token of at most 15 minutes for the requested scopes', async ({ world }) => {
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

  /**
   * `rule`: what the answer says of the fault; null: nothing, because the signature is not that of the client it
   * names.
   */
  type Wrong = [title: string, rule: RegExp | null, wrong: (world: World) => Assertion]
  const WRONG: Wrong[] = [
    ['for another audience', /^aud: /, () => ({ claims: { aud: 'https://other.example' } })],
    [
      'for two audiences',
      /^aud: .*, not a list$/,
      (world) => ({ claims: { aud: [world.origin, 'https://other.example'] } }),
    ],
    ['for the token endpoint', /^aud: /, (world) => ({ claims: { aud: `${world.origin}/oauth/token` } })],
    [
      'for our address with a slash',
      /^aud: .*, without a slash at its end$/,
      (world) => ({ claims: { aud: `${world.origin}/` } }),
    ],
    ['of an unknown client', null, () => ({ claims: { iss: 'nobody', sub: 'nobody' } })],
    ['in the name of somebody else', /^sub: /, () => ({ claims: { sub: 'holder-demo-biobank' } })],
    [
      'of another client',
      null,
      () => ({ claims: { iss: 'holder-demo-biobank', sub: 'holder-demo-biobank' } }),
    ],
    ['without a jti', /^jti: must be/, () => ({ claims: { jti: undefined } })],
    ['with an empty jti', /^jti: must be/, () => ({ claims: { jti: '' } })],
    ['without an end', /^exp: must be/, () => ({ claims: { exp: undefined } })],
    [
      'that has ended',
      /^exp: was 6[0-2] s ago by our clock$/,
      (world) => ({ claims: { iat: seconds(world) - 120, exp: seconds(world) - 60 } }),
    ],
    [
      'that lives longer than 5 minutes',
      /^exp: is 3(600|59\d) s ahead, 300 s at most$/,
      (world) => ({ claims: { exp: seconds(world) + 3600 } }),
    ],
    [
      'from 60 seconds in the future',
      /^iat: is (60|5\d) s ahead of our clock, 10 s at most$/,
      (world) => ({ claims: { iat: seconds(world) + 60, exp: seconds(world) + 120 } }),
    ],
    [
      'not good before a minute from now',
      /^nbf: is (60|5\d) s ahead of our clock, 10 s at most$/,
      (world) => ({ claims: { nbf: seconds(world) + 60 } }),
    ],
    ['issued at no time', /^iat: must be/, () => ({ claims: { iat: 'now' } })],
    ['whose key has another kid', /^kid: /, () => ({ header: { kid: 'other' } })],
  ]
  test.for(WRONG)('refuses an assertion %s, and tells the signer why', async ([, rule, wrong], { world }) => {
    const before = await world.fingerprint()
    const holder = world.holder('demo-registry')
    const refused = async (assertion: Assertion) => {
      const answer = await holder.token('ssf.read', assertion)
      expect(answer.status).toBe(401)
      return (await answer.json()) as { error_description?: string }
    }
    const error = 'invalid_client'
    const said = rule ? { error_description: expect.stringMatching(rule) } : {}
    const answer = await refused(wrong(world))
    expect(answer).toEqual({ error, ...said })
    expect(answer.error_description ?? '').toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/)
    // The same, not signed by the client: a sender that only knows the client's name learns nothing.
    const { privateKey: key } = await generateKeyPair('ES256')
    expect(await refused({ ...wrong(world), key })).toEqual({ error })
    expect(await world.fingerprint()).toBe(before)
  })

  test('says that an assertion was used before', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const again: Assertion = { claims: { jti: randomUUID() } }
    expect((await holder.token('ssf.read', again)).status).toBe(200)
    const answer = await holder.token('ssf.read', again)
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { error: 'invalid_client', error_description: 'jti: was used before' },
    ])
  })

  test('answers Basic in its own scheme, even beside an assertion', async ({ world }) => {
    const holder = world.holder('demo-registry')
    for (const form of [
      { grant_type: 'client_credentials' },
      {
        grant_type: 'client_credentials',
        client_assertion_type: ASSERTION_TYPE,
        client_assertion: await holder.assertion(),
      },
    ]) {
      const answer = await fetch(`${world.origin}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('holder-demo-registry:secret')}` },
        body: new URLSearchParams(form as Record<string, string>),
      })
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
        401,
        `Basic realm="${world.origin}"`,
      ])
      expect(await answer.json()).toMatchObject({ error: 'invalid_client' })
    }
  })

  test('says which coding and charset it accepts', async ({ world }) => {
    const send = (headers: Record<string, string>) =>
      fetch(`${world.origin}/oauth/token`, { method: 'POST', headers, body: 'grant_type=client_credentials' })
    const type = 'application/x-www-form-urlencoded'
    const packed = await send({ 'content-type': type, 'content-encoding': 'gzip' })
    expect([packed.status, packed.headers.get('accept-encoding')]).toEqual([400, 'identity'])
    for (const other of [`${type}; charset=Shift_JIS`, `${type}x`]) {
      const answer = await send({ 'content-type': other })
      expect([answer.status, answer.headers.get('accept')]).toEqual([400, type])
      expect(await answer.json()).toMatchObject({ error: 'invalid_request' })
    }
    expect((await send({ 'content-type': `${type};charset=UTF-8` })).status).toBe(401)
  })

  test('refuses an assertion signed with another key', async ({ world }) => {
    const { privateKey: key } = await generateKeyPair('ES256')
    expect((await world.holder('demo-registry').token('ssf.read', { key })).status).toBe(401)
  })

  test('accepts an assertion from up to 10 seconds in the future', async ({ world }) => {
    const iat = seconds(world) + 9
    const answer = await world.holder('demo-registry').token('ssf.read', { claims: { iat, exp: iat + 60 } })
    expect(answer.status).toBe(200)
  })

  test('accepts an assertion once, even when it comes 20 times at once', async ({ world }) => {
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
    ['invalid_client', 401, { client_id: '' }],
    ['invalid_scope', 400, { scope: 'ssf.read everything' }],
  ] as const)('answers %s (%i) to %o', async ([error, status, change], { world }) => {
    const holder = world.holder('demo-registry')
    const right = {
      grant_type: 'client_credentials',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await holder.assertion(),
    }
    const answer = await holder.requestToken({ ...right, ...change })
    const { error_description: _, ...told } = (await answer.json()) as Record<string, string>
    expect([answer.status, told]).toEqual([status, { error }])
  })

  test('refuses a body that is no form', async ({ world }) => {
    const answer = await fetch(`${world.origin}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' })
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

  test('is accepted in one scheme with one space, and in no other form', async ({ world }) => {
    const answer = await world.holder('demo-registry').token()
    const { access_token } = (await answer.json()) as { access_token: string }
    for (const scheme of ['Bearer', 'bearer', 'BEARER'])
      expect((await get(world, `${scheme} ${access_token}`)).status).toBe(200)
    for (const wrong of [
      `Bearer  ${access_token}`,
      `Bearer ${access_token} x`,
      `Bearer\t${access_token}`,
      `Bearer ${access_token},Bearer ${access_token}`,
      `Bearer "${access_token}"`,
      `Bearer${access_token}`,
      access_token,
    ])
      await expectRefused(world, 'invalid-token', () => get(world, wrong))
  })

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
