import { describe, expect } from 'vitest'
import { test } from '../support/world-test.ts'
import { discover, requestToken } from './outsider.ts'

const REFUSED = { name: 'ResponseBodyError', error: 'invalid_client', status: 401 }

describe('client credentials with private_key_jwt', () => {
  test('are found by discovery and give a token', async ({ world }) => {
    expect(await discover(world.origin)).toMatchObject({
      issuer: world.origin,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    })
    expect(await requestToken(world.origin, world.holder('demo-registry').key)).toMatch(/^ey/)
  })

  const wrong: [string, (claims: Record<string, unknown>) => void][] = [
    ['for another audience', (claims) => Object.assign(claims, { aud: 'https://elsewhere.example' })],
    [
      'whose audience is the token endpoint',
      (claims) => Object.assign(claims, { aud: `${claims.aud}/oauth/token` }),
    ],
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

  test('refuse an assertion that was used before', async ({ world }) => {
    const { key } = world.holder('demo-registry')
    const repeat = (claims: Record<string, unknown>) => Object.assign(claims, { jti: 'the-same-again' })
    await requestToken(world.origin, key, repeat)
    await expect(requestToken(world.origin, key, repeat)).rejects.toMatchObject(REFUSED)
  })
})
