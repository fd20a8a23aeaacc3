import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkCoseKey, KeyFault } from '../../api/domain/keys/cose-key.ts'
import { verifyRegistration } from '../../api/domain/passkey.ts'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { type Cbor, encodeCbor } from '../../mocks/person/cbor.ts'
import { creationOptions, expectation, expectRejected, ORIGIN } from '../support/ceremony.ts'

type Key = [number, Cbor][]
const jwk = (pair: { publicKey: { export(options: { format: 'jwk' }): JsonWebKey } }) => {
  const { x = '', y = '', n = '', e = '' } = pair.publicKey.export({ format: 'jwk' })
  return Object.fromEntries(
    Object.entries({ x, y, n, e }).map(([name, text]) => [name, Buffer.from(text, 'base64url')]),
  ) as Record<'x' | 'y' | 'n' | 'e', Buffer>
}
const p256 = jwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
const p384 = jwk(generateKeyPairSync('ec', { namedCurve: 'P-384' }))
const ed = jwk(generateKeyPairSync('ed25519'))
const rsaOf = (modulusLength: number, publicExponent = 65537) =>
  jwk(generateKeyPairSync('rsa', { modulusLength, publicExponent }))
const rsa = rsaOf(2048)

// biome-ignore format: members of a COSE key, one kind a line
const ec = (x: Cbor = p256.x, y: Cbor = p256.y, kty = 2, alg = -7, crv = 1): Key => [[1, kty], [3, alg], [-1, crv], [-2, x], [-3, y]]
// biome-ignore format: members of a COSE key, one kind a line
const okp = (x: Cbor = ed.x, kty = 1, alg = -8, crv = 6): Key => [[1, kty], [3, alg], [-1, crv], [-2, x]]
// biome-ignore format: members of a COSE key, one kind a line
const rs = (n: Cbor = rsa.n, e: Cbor = rsa.e, kty = 3, alg = -257): Key => [[1, kty], [3, alg], [-1, n], [-2, e]]

const encode = (key: Key): Buffer => encodeCbor(new Map(key))
const off = (point: Buffer) => {
  const other = Buffer.from(point)
  other[31] = (other[31] ?? 0) ^ 1
  return other
}
const zeros = (length: number) => Buffer.alloc(length)
/** RFC 7748 §6 and others list them: points of order 1, 2, 4 and 8, and encodings of them beyond the field. */
const SMALL = [
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '00'.repeat(32),
  `${'00'.repeat(31)}80`,
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
].map((hex): [string, Buffer] => [
  `a key of small order: ${hex.slice(0, 8)}…`,
  encode(okp(Buffer.from(hex, 'hex'))),
])
const swapped = encode(ec())
const raised = Buffer.from(rsa.n)
raised[255] = (raised[255] ?? 0) & 0xfe

const WEAK: [string, Buffer][] = [
  ...[512, 1024, 2040].map((bits): [string, Buffer] => [`RSA of ${bits} bits`, encode(rs(rsaOf(bits).n))]),
  ['RSA of 2047 bits', encode(rs(Buffer.concat([Buffer.from([0x7f]), rsa.n.subarray(1)])))],
  ['RSA of 4104 bits', encode(rs(Buffer.concat([rsa.n, rsa.n, Buffer.from([1])])))],
  ['RSA with a modulus of zeros', encode(rs(zeros(256)))],
  ['RSA with a leading zero', encode(rs(Buffer.concat([zeros(1), rsa.n])))],
  ['RSA with an even modulus', encode(rs(raised))],
  ['RSA with e = 1', encode(rs(rsa.n, Buffer.from([1])))],
  ['RSA with e = 3', encode(rs(rsa.n, Buffer.from([3])))],
  ['RSA with e = 65537 and a leading zero', encode(rs(rsa.n, Buffer.from([0, 1, 0, 1])))],
  ['RSA without a modulus', encode(rs(zeros(0)))],
  ['a point off the curve', encode(ec(p256.x, off(p256.y)))],
  ['a point of zeros', encode(ec(zeros(32), zeros(32)))],
  ['a point beyond the field', encode(ec(Buffer.alloc(32, 0xff), p256.y))],
  ['a point with a short coordinate', encode(ec(p256.x.subarray(1)))],
  ['a point with a leading zero', encode(ec(Buffer.concat([zeros(1), p256.x])))],
  ['a compressed point', encode(ec(p256.x, 1))],
  ['a point of another curve', encode(ec(p384.x, p384.y))],
  ['P-384 named for ES256', encode(ec(p256.x, p256.y, 2, -7, 2))],
  ['an OKP key for ES256', encode(ec(p256.x, p256.y, 1))],
  ['an EC2 key for RS256', encode(ec(p256.x, p256.y, 2, -257))],
  ['an EC2 key for EdDSA', encode(ec(p256.x, p256.y, 2, -8))],
  ['Ed448 named for EdDSA', encode(okp(ed.x, 1, -8, 7))],
  ['X25519 named for EdDSA', encode(okp(ed.x, 1, -8, 4))],
  ['an EC2 type for EdDSA', encode(okp(ed.x, 2))],
  ['an Ed25519 key of 31 bytes', encode(okp(ed.x.subarray(1)))],
  ['an Ed25519 key that is no point', encode(okp(Buffer.from(`02${'00'.repeat(31)}`, 'hex')))],
  ...SMALL,
  ['an algorithm that was not offered', encode(ec(p256.x, p256.y, 2, -35))],
  ['no algorithm', encode(ec().filter(([label]) => label !== 3))],
  ['one member too many', encode([...ec(), [4, 1]])],
  ['a private part', encode([...ec(), [-4, p256.x]])],
  ['a member twice', Buffer.concat([Buffer.from([0xa6]), swapped.subarray(1), Buffer.from([0x01, 0x02])])],
  ['something after it', Buffer.concat([encode(ec()), Buffer.from([0])])],
  ['its end cut off', encode(ec()).subarray(0, -1)],
  ['a length in a longer form', Buffer.concat([Buffer.from([0xb8, 5]), swapped.subarray(1)])],
  ['a map without an end', Buffer.concat([Buffer.from([0xbf]), swapped.subarray(1), Buffer.from([0xff])])],
  ['no map at all', Buffer.from([0x80])],
  ['nothing', zeros(0)],
]

describe('a passkey’s public key', () => {
  test.for([
    ['P-256', ec()],
    ['Ed25519', okp()],
    ['RSA 2048', rs()],
    ['RSA 3072', rs(rsaOf(3072).n)],
    ['RSA 4096', rs(rsaOf(4096).n)],
  ] as const)('is taken: %s', ([, key]) => {
    expect(() => checkCoseKey(encode([...key]))).not.toThrow()
  })

  test('is taken for every key that Ed25519 makes', () => {
    for (let times = 0; times < 50; times++)
      expect(() => checkCoseKey(encode(okp(jwk(generateKeyPairSync('ed25519')).x)))).not.toThrow()
  })

  test.for(WEAK)('is refused: %s', ([, encoded]) => {
    expect(() => checkCoseKey(encoded)).toThrow(KeyFault)
  })
})

describe('registration refuses', () => {
  const register = (key: Key) => {
    const expected = expectation()
    const authenticator = createAuthenticator({ origin: ORIGIN })
    const response = authenticator.create(creationOptions(expected.challenge), { key: () => new Map(key) })
    return verifyRegistration(response, expected)
  }

  test.for([
    ['RSA of 1024 bits', rs(rsaOf(1024).n)],
    ['RSA with e = 3', rs(rsa.n, Buffer.from([3]))],
    ['a point off the curve', ec(p256.x, off(p256.y))],
    ['a key of small order', okp(zeros(32))],
    ['one member too many', [...ec(), [4, 1]] as Key],
  ] as const)('%s', ([, key]) => expectRejected(register([...key]), /^a key that is not taken: /))

  test('and takes the same kinds of key when they are sound', async () => {
    for (const key of [ec(), okp(), rs()])
      expect((await register(key)).public_key).toBe(encode(key).toString('base64url'))
  })
})
