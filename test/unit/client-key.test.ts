import { generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ClientKeyFault, readClientKey } from '../../api/domain/keys/client-key.ts'

const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' }) as JsonWebKey & Record<string, unknown>
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })
const ed25519 = generateKeyPairSync('ed25519')
const p256 = ec('P-256')
const rsa2048 = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** A public RSA key of so many bits: odd, with its highest bit set. Nobody knows its factors. */
const rsaOf = (bits: number, e = 'AQAB') => ({
  kty: 'RSA',
  n: Buffer.alloc(bits / 8, 0xc1).toString('base64url'),
  e,
})

describe('a public key fits', () => {
  const FITTING: [string, JsonWebKey, object, string[]][] = [
    ['P-256', jwkOf(p256.publicKey), {}, ['ES256']],
    ['P-384', jwkOf(ec('P-384').publicKey), {}, ['ES384']],
    ['RSA', jwkOf(rsa2048.publicKey), {}, ['PS256', 'RS384']],
    ['RSA for one algorithm', jwkOf(rsa2048.publicKey), { alg: 'PS256' }, ['PS256']],
    ['Ed25519', jwkOf(ed25519.publicKey), { alg: 'EdDSA' }, ['EdDSA', 'Ed25519']],
    ['Ed25519 by its other name', jwkOf(ed25519.publicKey), { alg: 'Ed25519' }, ['EdDSA', 'Ed25519']],
    ['one for signatures', jwkOf(p256.publicKey), { use: 'sig', key_ops: ['verify'] }, ['ES256']],
    ['one for encryption', jwkOf(p256.publicKey), { use: 'enc' }, []],
    ['one for other operations', jwkOf(p256.publicKey), { key_ops: ['deriveKey'] }, []],
    ['one for another algorithm', jwkOf(p256.publicKey), { alg: 'ES384' }, []],
    ['a curve that we do not take', jwkOf(ec('P-521').publicKey), {}, []],
  ]
  test.each(FITTING)('%s', (_title, jwk, more, algorithms) => {
    expect(readClientKey({ ...jwk, ...more }).algorithms).toEqual(algorithms)
  })
})

test('a key keeps its name where that is a text', () => {
  const jwk = jwkOf(p256.publicKey)
  expect(readClientKey({ ...jwk, kid: 'one' })).toMatchObject({ kid: 'one', key: { type: 'public' } })
  for (const kid of [undefined, 7, null]) expect(readClientKey({ ...jwk, kid }).kid).toBeUndefined()
})

test('an RSA key has 8192 bits at most', () => {
  expect(readClientKey(rsaOf(8192)).algorithms).toEqual(['PS256', 'RS384'])
  expect(() => readClientKey(rsaOf(8200))).toThrow(
    new ClientKeyFault('has 8200 bits: 2048 to 8192 are needed'),
  )
})

describe('a key with which somebody else could also sign is refused', () => {
  const point = jwkOf(p256.publicKey)
  const REFUSED: [string, Record<string, unknown>, RegExp][] = [
    ['private, EC', jwkOf(p256.privateKey), /private/],
    ['private, RSA', jwkOf(rsa2048.privateKey), /private/],
    ['private, Ed25519', jwkOf(ed25519.privateKey), /private/],
    ['a part of a private one', { ...jwkOf(rsa2048.publicKey), qi: 'AQAB' }, /private/],
    ['symmetric', { kty: 'oct', k: 'c2VjcmV0' }, /symmetric/],
    ['symmetric, without its secret', { kty: 'oct' }, /symmetric/],
    ['symmetric, said to be public', { ...point, k: 'c2VjcmV0' }, /symmetric/],
    ['of 24 bits', { kty: 'RSA', n: 'wAAB', e: 'AQAB' }, /24 bits|cannot be read/],
    ['of 1024 bits', rsaOf(1024), /1024 bits/],
    ['with the exponent 3', rsaOf(2048, 'Aw'), /exponent/],
    ['off its curve', { ...point, y: point.x }, /cannot be read/],
    ['of small order', { kty: 'OKP', crv: 'Ed25519', x: Buffer.alloc(32).toString('base64url') }, /group/],
    ['without its members', { kty: 'EC', crv: 'P-256' }, /cannot be read/],
    ['of no type', { kty: 'XYZ' }, /cannot be read/],
  ]
  test.each(REFUSED)('%s', (_title, jwk, why) => {
    expect(() => readClientKey(jwk)).toThrow(
      expect.objectContaining({ name: 'ClientKeyFault', message: expect.stringMatching(why) }),
    )
  })
})
