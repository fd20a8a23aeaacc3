import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkCoseKey } from '../../api/domain/keys/cose-key.ts'
import { isEd25519Key } from '../../api/domain/keys/ed25519-key.ts'
import { verifyRegistration } from '../../api/domain/passkey.ts'
import { createAuthenticator } from '../../mocks/person/authenticator.ts'
import { type Cbor, encodeCbor } from '../../mocks/person/cbor.ts'
import { creationOptions, expectation, expectRejected, ORIGIN } from '../support/ceremony.ts'

type Key = [number, Cbor][]
const jwk = (pair: { publicKey: { export(options: { format: 'jwk' }): JsonWebKey } }) => {
  const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' })
  return Object.fromEntries(
    Object.entries({ x, y }).map(([name, text]) => [name, Buffer.from(text, 'base64url')]),
  ) as Record<'x' | 'y', Buffer>
}
const p256 = jwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
const p384 = jwk(generateKeyPairSync('ec', { namedCurve: 'P-384' }))
const ed = jwk(generateKeyPairSync('ed25519'))
/** An RSA key of so many bits: odd, with its highest bit set. Nobody knows its factors, and nobody signs with it. */
const rsaOf = (bits: number) => ({ n: Buffer.alloc(bits / 8, 0xc1), e: Buffer.of(1, 0, 1) })
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
type Weak = [title: string, encoded: Buffer, reason: string]
const SIZE = 'another size of modulus'
const EXPONENT = 'another exponent than 65537'
const LENGTH = 'a member of another length'
const GROUP = 'no point of the curve’s large group'
const MEMBERS = 'other members than its algorithm has'
const LONG = 'not in the shortest encoding'
const NEITHER = 'neither integer nor bytes'
const TYPE = 'another type of key than its algorithm has'
const TWICE = 'a member twice, or without a number'

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
].map(
  (hex): Weak => [`a key of small order: ${hex.slice(0, 8)}…`, encode(okp(Buffer.from(hex, 'hex'))), GROUP],
)
const swapped = encode(ec())
/** A P-256 key in which other bytes stand for a coordinate. */
const replaced = (coordinate: Buffer, other: Buffer) => {
  const written = Buffer.concat([Buffer.of(0x58, 32), coordinate])
  const at = swapped.indexOf(written)
  return Buffer.concat([swapped.subarray(0, at), other, swapped.subarray(at + written.length)])
}
const raised = Buffer.from(rsa.n)
raised[255] = (raised[255] ?? 0) & 0xfe

const WEAK: Weak[] = [
  ...[512, 1024, 2040].map((bits): Weak => [`RSA of ${bits} bits`, encode(rs(rsaOf(bits).n)), SIZE]),
  ['RSA of 2047 bits', encode(rs(Buffer.concat([Buffer.from([0x7f]), rsa.n.subarray(1)]))), SIZE],
  ['RSA of 4104 bits', encode(rs(Buffer.concat([rsa.n, rsa.n, Buffer.from([1])]))), SIZE],
  ['RSA with a modulus of zeros', encode(rs(zeros(256))), SIZE],
  ['RSA with a leading zero', encode(rs(Buffer.concat([zeros(1), rsa.n]))), SIZE],
  ['RSA with an even modulus', encode(rs(raised)), 'an even modulus'],
  ['RSA with e = 1', encode(rs(rsa.n, Buffer.from([1]))), EXPONENT],
  ['RSA with e = 3', encode(rs(rsa.n, Buffer.from([3]))), EXPONENT],
  ['RSA with e = 65537 and a leading zero', encode(rs(rsa.n, Buffer.from([0, 1, 0, 1]))), EXPONENT],
  ['RSA without a modulus', encode(rs(zeros(0))), SIZE],
  ['a point off the curve', encode(ec(p256.x, off(p256.y))), 'no key'],
  ['a point of zeros', encode(ec(zeros(32), zeros(32))), 'no key'],
  ['a point beyond the field', encode(ec(Buffer.alloc(32, 0xff), p256.y)), 'no key'],
  ['a point with a short coordinate', encode(ec(p256.x.subarray(1))), LENGTH],
  ['a point with a leading zero', encode(ec(Buffer.concat([zeros(1), p256.x]))), LENGTH],
  ['a compressed point', encode(ec(p256.x, 1)), LENGTH],
  ['a point of another curve', encode(ec(p384.x, p384.y)), LENGTH],
  ['P-384 named for ES256', encode(ec(p256.x, p256.y, 2, -7, 2)), 'another curve'],
  ['an OKP key for ES256', encode(ec(p256.x, p256.y, 1)), TYPE],
  ['an EC2 key for RS256', encode(ec(p256.x, p256.y, 2, -257)), TYPE],
  ['an EC2 key for EdDSA', encode(ec(p256.x, p256.y, 2, -8)), TYPE],
  ['Ed448 named for EdDSA', encode(okp(ed.x, 1, -8, 7)), 'another curve'],
  ['X25519 named for EdDSA', encode(okp(ed.x, 1, -8, 4)), 'another curve'],
  ['an EC2 type for EdDSA', encode(okp(ed.x, 2)), TYPE],
  ['an Ed25519 key of 31 bytes', encode(okp(ed.x.subarray(1))), LENGTH],
  ['an Ed25519 key that is no point', encode(okp(Buffer.from(`02${'00'.repeat(31)}`, 'hex'))), GROUP],
  ...SMALL,
  ['an algorithm that was not offered', encode(ec(p256.x, p256.y, 2, -35)), 'another algorithm'],
  ['no algorithm', encode(ec().filter(([label]) => label !== 3)), 'another algorithm'],
  ['one member too many', encode([...ec(), [4, 1]]), MEMBERS],
  ['a private part', encode([...ec(), [-4, p256.x]]), MEMBERS],
  [
    'a member twice',
    Buffer.concat([Buffer.from([0xa6]), swapped.subarray(1), Buffer.from([0x01, 0x02])]),
    TWICE,
  ],
  ['something after it', Buffer.concat([encode(ec()), Buffer.from([0])]), 'something after the key'],
  ['its end cut off', encode(ec()).subarray(0, -1), NEITHER],
  ['a length in a longer form', Buffer.concat([Buffer.from([0xb8, 5]), swapped.subarray(1)]), LONG],
  [
    'a map without an end',
    Buffer.concat([Buffer.from([0xbf]), swapped.subarray(1), Buffer.from([0xff])]),
    LONG,
  ],
  ['no map at all', Buffer.from([0x80]), 'no map'],
  ['nothing', zeros(0), 'cut off'],
  ['another member instead of its own', encode([...ec().slice(0, 4), [-4, p256.y]]), MEMBERS],
  [
    'a text for a coordinate',
    replaced(p256.x, Buffer.concat([Buffer.of(0x78, 32), Buffer.alloc(32, 'x')])),
    NEITHER,
  ],
  [
    'a coordinate whose length takes two bytes',
    replaced(p256.x, Buffer.concat([Buffer.of(0x59, 0, 32), p256.x])),
    LONG,
  ],
  [
    'a coordinate whose length takes four bytes',
    replaced(p256.x, Buffer.concat([Buffer.of(0x5a, 1, 0, 0, 0), p256.x])),
    LONG,
  ],
  [
    'a name that is no number',
    Buffer.concat([Buffer.of(0xa6), swapped.subarray(1), Buffer.of(0x41, 1, 1)]),
    TWICE,
  ],
  ['an array of the same items', Buffer.concat([Buffer.of(0x85), swapped.subarray(1)]), 'no map'],
  ['its last member cut off', encode(ec()).subarray(0, 3), 'cut off'],
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

  test.for(WEAK)('is refused: %s', ([, encoded, message]) => {
    expect(() => checkCoseKey(encoded)).toThrow(expect.objectContaining({ name: 'KeyFault', message }))
  })
})

describe('the bytes of an Ed25519 key', () => {
  const encoding = (y: bigint) => Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse()
  const P = 2n ** 255n - 19n

  test('are 32', () => {
    const { x } = ed
    expect(isEd25519Key(x)).toBe(true)
    for (const other of [
      x.subarray(0, 31),
      Buffer.concat([x, zeros(1)]),
      Buffer.concat([x.subarray(0, 31), zeros(1), x.subarray(31)]),
    ])
      expect(isEd25519Key(other)).toBe(false)
  })

  test('are those of a number below the field', () => {
    const points = Array.from({ length: 17 }, (_, i) => BigInt(i + 2)).filter((y) =>
      isEd25519Key(encoding(y)),
    )
    expect(points).toEqual([3n, 4n, 5n, 6n, 9n, 10n, 14n, 15n, 16n, 18n])
    for (const y of points) expect(isEd25519Key(encoding(P + y))).toBe(false)
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
