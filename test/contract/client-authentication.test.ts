import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect } from 'vitest'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { changeEntry } from './holders-file.ts'
import { discover, type Modify, type Registered, requestToken } from './outsider.ts'

const REFUSED = { name: 'ResponseBodyError', error: 'invalid_client', status: 401 }

/** A client of the registry with its own key, registered in the holders' file. */
async function registerKey(world: World, alg: string): Promise<Registered> {
  const { clientId } = world.holder('demo-registry').key
  const { publicKey, privateKey } = await generateKeyPair(alg)
  const kid = `a key for ${alg}`
  const jwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }
  await changeEntry(world, clientId, ({ jwks }) => jwks.keys.push(jwk))
  return { clientId, kid, privateKey }
}

describe('client credentials with private_key_jwt', () => {
  test('are found by discovery and give a token', async ({ world }) => {
    expect(await discover(world.origin)).toMatchObject({
      issuer: world.origin,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    })
    expect(await requestToken(world.origin, world.holder('demo-registry').key)).toMatch(/^ey/)
  })

  test.for(['ES256', 'ES384', 'PS256', 'RS384', 'EdDSA'])('are accepted with %s', async (alg, { world }) => {
    const registered = await registerKey(world, alg)
    const token = requestToken(world.origin, registered, (_claims, header) => Object.assign(header, { alg }))
    expect(await token).toMatch(/^ey/)
  })

  test('are accepted without a kid, signed by any of several keys', async ({ world }) => {
    const registered: [string, Registered][] = [['ES256', world.holder('demo-registry').key]]
    // Two more of one kind, and others.
    for (const alg of ['ES256', 'RS384', 'EdDSA', 'PS256', 'ES256'])
      registered.push([alg, await registerKey(world, alg)])
    for (const [alg, key] of registered) {
      const token = requestToken(world.origin, key, (_claims, header) => {
        delete header.kid
        header.alg = alg
      })
      expect(await token).toMatch(/^ey/)
    }
  })

  test.for(['RS256', 'PS384', 'ES512'])('refuse %s, also by a registered key', async (alg, { world }) => {
    const registered = await registerKey(world, alg)
    const token = requestToken(world.origin, registered, (_claims, header) => Object.assign(header, { alg }))
    await expect(token).rejects.toMatchObject(REFUSED)
  })

  test('refuse an assertion that is unsigned, or signed with a public value', async ({ world }) => {
    const { key } = world.holder('demo-registry')
    const now = Math.floor(world.clock.now().getTime() / 1000)
    const claims = {
      iss: key.clientId,
      sub: key.clientId,
      aud: world.origin,
      jti: 'once',
      iat: now,
      exp: now + 60,
    }
    const secret = new TextEncoder().encode(JSON.stringify(key.publicJwk))
    const forged = [
      new UnsecuredJWT(claims).encode(),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: key.kid }).sign(secret),
    ]
    for (const client_assertion of forged) {
      const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type,
        client_assertion,
      })
      const answer = await fetch(`${world.origin}/oauth/token`, { method: 'POST', body })
      expect([answer.status, await answer.json()]).toEqual([401, { error: 'invalid_client' }])
    }
  })

  test('are accepted from a clock that runs 9 seconds ahead', async ({ world }) => {
    const { key } = world.holder('demo-registry')
    const ahead: Modify = (claims) =>
      Object.assign(claims, { nbf: Number(claims.nbf) + 9, iat: Number(claims.iat) + 9 })
    expect(await requestToken(world.origin, key, ahead)).toMatch(/^ey/)
  })

  const wrong: [string, Modify][] = [
    ['for another audience', (claims) => Object.assign(claims, { aud: 'https://elsewhere.example' })],
    [
      'whose audience is the token endpoint',
      (claims) => Object.assign(claims, { aud: `${claims.aud}/oauth/token` }),
    ],
    ['whose audience has a slash too many', (claims) => Object.assign(claims, { aud: `${claims.aud}/` })],
    ['whose audience is a list', (claims) => Object.assign(claims, { aud: [claims.aud] })],
    ['that has ended', (claims) => Object.assign(claims, { iat: 1, nbf: 1, exp: 61 })],
    [
      'from the future',
      (claims) => Object.assign(claims, { nbf: Number(claims.nbf) + 60, iat: Number(claims.iat) + 60 }),
    ],
    ['that lives for an hour', (claims) => Object.assign(claims, { exp: Number(claims.iat) + 3600 })],
    [
      'of another client',
      (claims) => Object.assign(claims, { iss: 'holder-demo-biobank', sub: 'holder-demo-biobank' }),
    ],
  ]

  test.for(wrong)('refuse an assertion %s', async ([, modify], { world }) => {
    const { key } = world.holder('demo-registry')
    await expect(requestToken(world.origin, key, modify)).rejects.toMatchObject(REFUSED)
  })

  test('refuse an assertion signed with a key that nobody registered', async ({ world }) => {
    const { privateKey } = await generateKeyPair('ES256')
    const foreign = { ...world.holder('demo-registry').key, privateKey }
    await expect(requestToken(world.origin, foreign)).rejects.toMatchObject(REFUSED)
  })

  test('refuse an assertion that was used before', async ({ world }) => {
    const { key } = world.holder('demo-registry')
    const repeat = (claims: Record<string, unknown>) => Object.assign(claims, { jti: 'the-same-again' })
    await requestToken(world.origin, key, repeat)
    await expect(requestToken(world.origin, key, repeat)).rejects.toMatchObject(REFUSED)
  })
})
