import { createHash, generateKeyPairSync } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { getListFromStatusListJWT } from '@sd-jwt/jwt-status-list'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect } from 'vitest'
import { z } from 'zod'
import { addToDigest } from '../../api/domain/token.ts'
import { createSigner } from '../../api/keys/signer.ts'
import { test } from '../support/world-test.ts'

type Examples = {
  at: number
  keys: JSONWebKeySet
  digest: { empty: string; steps: { token: string; sha256: string; digest: string }[] }
  sets: { token: string; payload: Record<string, unknown> }[]
  status_list: { token: string; payload: Record<string, unknown>; entries: number[] }
}

const load = async <T>(url: string): Promise<T> => {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  return (await response.json()) as T
}
const examples = (origin: string) => load<Examples>(`${origin}/openapi/examples.json`)
const integer = (text: string) => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex') || '0'}`)

describe('the examples for a client', () => {
  test('add up to their digests, here and by the sentence that explains them', async ({ world }) => {
    const { empty, steps } = (await examples(world.origin)).digest
    expect(steps.length).toBeGreaterThan(1)
    let [ours, sum] = [empty, integer(empty)]
    for (const { token, sha256, digest } of steps) {
      expect(createHash('sha256').update(token).digest('base64url')).toBe(sha256)
      sum = (sum + integer(sha256)) % 2n ** 256n
      ours = addToDigest(ours, token)
      expect([integer(digest), digest]).toEqual([sum, ours])
    }
  })

  test('verify under their keys and are what the service writes', async ({ world }) => {
    const { at, keys, sets, status_list } = await examples(world.origin)
    const find = createLocalJWKSet(keys)
    const currentDate = new Date(at * 1000)
    for (const { token, payload } of sets)
      expect((await jwtVerify(token, find, { typ: 'secevent+jwt', currentDate })).payload).toEqual(payload)
    const list = await jwtVerify(status_list.token, find, { typ: 'statuslist+jwt', currentDate })
    expect(list.payload).toEqual(status_list.payload)
    // A signature is random, so only header and payload are compared.
    const kid = keys.keys[0]?.kid ?? ''
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const signer = createSigner({ kid, privateKey, publicJwks: [{ kty: 'EC' }] })
    for (const { token, payload } of sets)
      expect(signer.sign('secevent+jwt', payload).split('.').slice(0, 2)).toEqual(
        token.split('.').slice(0, 2),
      )
  })

  test('state each entry of the list as its bits do', async ({ world }) => {
    const { token, entries, payload } = (await examples(world.origin)).status_list
    const list = getListFromStatusListJWT(token)
    expect(entries.map((_, i) => list.getStatus(i))).toEqual(entries)
    const { lst } = payload.status_list as { lst: string }
    expect(inflateSync(Buffer.from(lst, 'base64url')).length * 8).toBe(entries.length)
    expect(new Set(entries)).toEqual(new Set([0, 1]))
  })
})

describe('the schemas of the files that register', () => {
  const schemaOf = async (origin: string, file: string) =>
    z.fromJSONSchema(await load(`${origin}/openapi/files/${file}.json`))
  const jwk = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: '1' }
  const holder = { client_id: 'holder-x', name: 'X', jwks: { keys: [jwk] }, databases: ['x'] }
  const kiosk = { id: 'front-desk', name: '1階受付', clinic: '○○病院', phone: '03-…' }

  test.for([
    ['holders', [holder], [{ ...holder, jwks: { keys: [] } }]],
    ['holders', [{ ...holder, dpop: true }], [{ ...holder, secret: 'x' }]],
    ['kiosks', [kiosk], [{ ...kiosk, id: 'Front Desk' }]],
  ] as const)('%s accept exactly what the start accepts', async ([file, good, bad], { world }) => {
    const schema = await schemaOf(world.origin, file)
    expect(schema.safeParse(good).success).toBe(true)
    expect(schema.safeParse(bad).success).toBe(false)
  })

  test('the shipped catalogue fits, and does not fit without a source', async ({ world }) => {
    const { default: shipped } = await import('../../api/catalogue/databases.json', {
      with: { type: 'json' },
    })
    const schema = await schemaOf(world.origin, 'catalogue')
    expect(schema.safeParse(shipped).success).toBe(true)
    const { sources: _, ...unfounded } = shipped
    expect(schema.safeParse(unfounded).success).toBe(false)
  })
})
