import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { AuthenticatorTransport } from '@simplewebauthn/server'
import { describe, expect, it } from 'vitest'
import type { Device } from '../../api/contract/patient.ts'
import { userNameOf, verifyRegistration } from '../../api/domain/passkey.ts'
import { createAuthenticator, type Flaw } from '../../mocks/person/authenticator.ts'
import { type Cbor, encodeCbor } from '../../mocks/person/cbor.ts'
import { creationOptions, expectation, expectRejected, ORIGIN } from '../support/ceremony.ts'
import {
  backedUpAlone,
  clearFlags,
  clientDataFlaws,
  cut,
  type FlawedCase,
  longer,
  setFlags,
  UNREADABLE,
} from '../support/flaws.ts'

const register = (flaw: Flaw = {}, device: Device = 'personal', backupEligible = true) => {
  const expected = expectation(device)
  const authenticator = createAuthenticator({ origin: ORIGIN, backupEligible })
  return verifyRegistration(authenticator.create(creationOptions(expected.challenge), flaw), expected)
}

const key = (name: number, value?: Cbor) => (cose: Map<number, Cbor>) =>
  new Map(
    [...cose].flatMap(([k, v]): [number, Cbor][] => (k !== name ? [[k, v]] : value ? [[k, value]] : [])),
  )

const jwkOf = (publicKey: KeyObject) => {
  const { x = '', n = '', e = '' } = publicKey.export({ format: 'jwk' })
  return { x: Buffer.from(x, 'base64url'), n: Buffer.from(n, 'base64url'), e: Buffer.from(e, 'base64url') }
}
const ed25519 = jwkOf(generateKeyPairSync('ed25519').publicKey)
const rsa = jwkOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)
/** Keys of the other algorithms that are offered besides ES256. */
const OFFERED: { name: string; cose: Map<number, Cbor> }[] = [
  {
    name: 'EdDSA',
    cose: new Map<number, Cbor>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, ed25519.x],
    ]),
  },
  {
    name: 'RS256',
    cose: new Map<number, Cbor>([
      [1, 3],
      [3, -257],
      [-1, rsa.n],
      [-2, rsa.e],
    ]),
  },
]

const AFTER = 'an attestation object with something after it, or not in the shortest encoding'
/** The count of the map's members in a separate byte. */
const loose = (bytes: Buffer) => Buffer.concat([Buffer.of(0xb8, 3), bytes.subarray(1)])

const same = (statement: Map<string, Cbor>) => statement
const OTHER_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

const FLAWS: FlawedCase[] = [
  ['step 2: whose id and rawId differ', { rawId: 'AAAA' }, 'id and rawId differ'],
  ...clientDataFlaws(ORIGIN, 'webauthn.get', 7),
  ['step 8: with the challenge of another ceremony', { challenge: 'A'.repeat(43) }, 'another challenge'],
  [
    'step 8: with an empty challenge',
    { client: (members) => ({ ...members, challenge: '' }) },
    'another challenge',
  ],
  ['step 13: with an empty attestation object', { attestation: cut(0) }, /./],
  ['step 13: with an attestation object that is cut off', { attestation: cut(40) }, /./],
  ['step 13: with a number for an attestation object', { attestation: () => Buffer.of(1) }, /./],
  ['step 13: with authenticator data of 36 bytes', { authData: cut(36) }, /at least 37 bytes/],
  ['step 13: with a byte behind the authenticator data', { authData: longer }, /Leftover bytes/],
  ['step 13: without a credential', { authData: (b) => clearFlags(0x40)(cut(37)(b)) }, /No credential ID/],
  ['step 13: with a credential that the flags deny', { authData: clearFlags(0x40) }, /Leftover bytes/],
  ['step 13: without the extensions that the flags announce', { authData: setFlags(0x80) }, /./],
  [
    'step 13: that claims another id than the attested',
    { id: 'A'.repeat(43) },
    'credential id differs from the attested one',
  ],
  ['step 13: with a byte behind the attestation object', { attestation: longer }, AFTER],
  [
    'step 13: with a second attestation object behind the first',
    { attestation: (bytes) => Buffer.concat([bytes, bytes]) },
    AFTER,
  ],
  ['step 13: with a map of three members in a longer form', { attestation: loose }, /./],
  [
    'step 13: with a fourth member of the attestation object',
    {
      attestation: (bytes) =>
        Buffer.concat([Buffer.of(0xa4), bytes.subarray(1), encodeCbor('x'), encodeCbor(1)]),
    },
    'an attestation object with other members',
  ],
  ['step 14: for another relying party', { rpId: 'evil.example' }, /RP ID/],
  ['step 14: for our parent domain', { rpId: 'test' }, /RP ID/],
  ['step 15: without user presence', { userPresent: false }, /^User presence was required/],
  ['step 16: without user verification', { userVerified: false }, /^User verification was required/],
  ['step 17: backed up though it cannot be', { authData: backedUpAlone }, /impossible/],
  ['step 20: for an algorithm that was not offered', { key: key(3, -35) }, /^Unexpected public key alg/],
  ['step 20: for RSA with SHA-1', { key: key(3, -65535) }, /^Unexpected public key alg/],
  ['step 20: for an algorithm in words', { key: key(3, 'ES256') }, /numeric alg/],
  ['step 20: for no algorithm', { key: key(3) }, /numeric alg/],
  [
    'step 21: with an attestation format that does not exist',
    { format: 'erabu' },
    /^Unsupported Attestation Format/,
  ],
  ['step 21: with None for none', { format: 'None' }, /^Unsupported Attestation Format/],
  ['step 22: with a statement that says nothing', { format: 'packed' }, /./],
  [
    'step 22: with a statement where none is due',
    { statement: new Map([['alg', -7]]) },
    /unexpected attestation statement/,
  ],
  [
    'step 22: with a self attestation whose signature does not verify',
    { selfAttested: same, signedBy: OTHER_KEY },
    'attestation does not verify',
  ],
  [
    'step 22: with a self attestation of another credential',
    { selfAttested: same, key: key(-2, Buffer.alloc(32, 1)) },
    /./,
  ],
  [
    'step 22: with a self attestation by an algorithm that the key has not',
    { selfAttested: (statement) => new Map([...statement, ['alg', -257]]) },
    /./,
  ],
  ...[[], [Buffer.alloc(3)]].map(
    (x5c): FlawedCase => [
      `step 22: with ${x5c.length} certificates in a packed statement`,
      { selfAttested: (statement) => new Map<string, Cbor>([...statement, ['x5c', x5c]]) },
      /./,
    ],
  ),
  [
    'step 22: with one more member in a packed statement',
    { selfAttested: (statement) => new Map<string, Cbor>([...statement, ['ecdaaKeyId', Buffer.alloc(3)]]) },
    'attestation was not asked for',
  ],
  ...['fido-u2f', 'tpm', 'apple', 'android-key', 'android-safetynet'].map(
    (format): FlawedCase => [
      `step 22: with the statement of a self attestation under ${format}`,
      { format, selfAttested: same },
      /./,
    ],
  ),
  ...[0, 1, 15].map(
    (idLength): FlawedCase => [
      `step 25: with a credential id of ${idLength} bytes`,
      { idLength },
      idLength === 0 ? /./ : 'credential id too short',
    ],
  ),
  ['step 25: with a credential id of 1024 bytes', { idLength: 1024 }, 'credential id too long'],
]

describe('a registration is refused (WebAuthn L3 §7.1)', () => {
  it.for(FLAWS)('at %s', ([, flaw, reason]) => expectRejected(register(flaw), reason))

  it.for(UNREADABLE)('at step 6: with client data that is %s', ([, clientData]) =>
    expectRejected(register({ clientData }), 'clientDataJSON is not JSON'),
  )
})

it('the library’s error stays with the refusal, but not what it quotes from the input', async () => {
  const error = await register({ format: '山田太郎' }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    message: 'Unsupported Attestation Format',
    cause: { message: 'Unsupported Attestation Format: 山田太郎' },
  })
})

it.for([
  ['AttestationFault', { idLength: 15 }],
  ['KeyFault', { key: key(-2, Buffer.alloc(32)) }],
] as const)('what was wrong with a key stays with the refusal: %s', async ([name, flaw]) => {
  const error = await register(flaw).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'PasskeyError', cause: { name } })
})

describe('on a shared device a registration is refused', () => {
  it.for<[string, Flaw]>([
    ['platform, whatever its transports', { attachment: 'platform', transports: ['usb'] }],
    [
      'built in by its transports, whatever it says of itself',
      { attachment: 'cross-platform', transports: ['usb', 'internal'] },
    ],
  ])('when the authenticator is %s', ([, flaw]) =>
    expectRejected(register(flaw, 'shared'), 'platform authenticator on a shared device', {
      problem: 'platform-passkey-refused',
    }),
  )

  it.for<AuthenticatorTransport[][]>([[[]], [['internal']]])(
    'when it does not say that it roams, with transports %j',
    async ([transports = []]) => {
      const expected = expectation('shared')
      const made = createAuthenticator({ origin: ORIGIN }).create(creationOptions(expected.challenge), {
        transports,
      })
      const { authenticatorAttachment: _unsaid, ...response } = made
      await expectRejected(
        verifyRegistration(response, expected),
        'platform authenticator on a shared device',
        {
          problem: 'platform-passkey-refused',
        },
      )
    },
  )

  it('not when its transports alone say that it roams', async () => {
    const expected = expectation('shared')
    const made = createAuthenticator({ origin: ORIGIN }).create(creationOptions(expected.challenge), {
      transports: ['usb'],
    })
    const { authenticatorAttachment: _unsaid, ...response } = made
    expect((await verifyRegistration(response, expected)).transports).toEqual(['usb'])
  })

  it.for<[string, Flaw]>([
    ['security key', { attachment: 'cross-platform', transports: ['usb', 'nfc'] }],
    ['phone beside it', { attachment: 'cross-platform', transports: ['internal', 'hybrid'] }],
  ])('not when it is a %s', async ([, flaw]) => {
    expect((await register(flaw, 'shared')).transports).toEqual(flaw.transports)
  })
})

describe('a correct registration', () => {
  it.for([true, false])('is stored as the authenticator made it (backup eligible: %s)', async (eligible) => {
    const expected = expectation()
    const authenticator = createAuthenticator({ origin: ORIGIN, backupEligible: eligible })
    const response = authenticator.create(creationOptions(expected.challenge), { signCount: 7 })
    const [credential] = authenticator.credentials
    expect(await verifyRegistration(response, expected)).toEqual({
      id: credential?.id,
      public_key: credential?.publicKey.toString('base64url'),
      counter: 7,
      transports: ['internal'],
      backup_eligible: eligible,
      backed_up: eligible,
      aaguid: '00000000-0000-0000-0000-000000000000',
    })
  })

  it.for(OFFERED)('may be for $name', async ({ cose }) => {
    const { public_key } = await register({ key: () => cose })
    expect(public_key).toBe(encodeCbor(cose).toString('base64url'))
  })

  it.for([16, 1023])('may have an id of %i bytes', async (idLength) => {
    expect(Buffer.from((await register({ idLength })).id, 'base64url')).toHaveLength(idLength)
  })

  it('may leave out what browsers leave out', async () => {
    const expected = expectation()
    const response = createAuthenticator({ origin: ORIGIN }).create(creationOptions(expected.challenge), {
      client: ({ crossOrigin: _, ...members }) => members,
    })
    const { transports: _, ...rest } = response.response
    expect((await verifyRegistration({ ...response, response: rest }, expected)).transports).toEqual([])
  })
})

describe('attestation none was asked for', () => {
  it('and a browser passes on a self attestation, which is accepted when it verifies (§5.1.3)', async () => {
    expect(await register({ selfAttested: same })).toMatchObject({
      aaguid: '00000000-0000-0000-0000-000000000000',
    })
  })
})

describe('a passkey that its authenticator cannot find by itself', () => {
  it('is refused, because nobody could sign in with it', () =>
    expectRejected(
      register({ extensions: { credProps: { rk: false } } }),
      'a credential that is not discoverable',
      {
        problem: 'undiscoverable-passkey',
      },
    ))

  it.for([{}, { credProps: {} }, { credProps: { rk: true } }])('is not assumed from %j', async (extensions) =>
    expect(await register({ extensions })).toMatchObject({ counter: 0 }),
  )
})

it('an account is named by the day in Japan on which it was made, and names no person', () =>
  expect(userNameOf(Date.parse('2026-11-24T15:00:00Z'))).toBe('えらぶ 2026-11-25'))
