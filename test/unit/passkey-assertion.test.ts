import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Device } from '../../api/contract/patient.ts'
import { claimedChallenge, type Identified, type Passkey, verifyAssertion } from '../../api/domain/passkey.ts'
import { createAuthenticator, type Flaw } from '../../mocks/person/authenticator.ts'
import { type Cbor, encodeCbor } from '../../mocks/person/cbor.ts'
import {
  creationOptions,
  expectation,
  expectRejected,
  ORIGIN,
  requestOptions,
  USER_HANDLE,
} from '../support/ceremony.ts'
import {
  backedUpAlone,
  clientDataFlaws,
  cut,
  type FlawedCase,
  longer,
  setFlags,
  UNREADABLE,
} from '../support/flaws.ts'

/** Signs with a passkey stored as `kept`, and verifies. */
function assert(
  flaw: Flaw = {},
  kept: Partial<Passkey> = {},
  {
    device = 'personal',
    identified = 'by-user-handle',
    backupEligible = true,
    transports = 'internal',
  }: {
    device?: Device
    identified?: Identified
    backupEligible?: boolean
    transports?: 'internal' | 'usb'
  } = {},
) {
  const authenticator = createAuthenticator({ origin: ORIGIN, backupEligible, transports: [transports] })
  authenticator.create(creationOptions('AAAA'))
  const [credential] = authenticator.credentials
  if (!credential) throw new Error('no credential was made')
  const passkey: Passkey = {
    id: credential.id,
    public_key: credential.publicKey.toString('base64url'),
    counter: 0,
    transports: [transports],
    backup_eligible: backupEligible,
    user_handle: USER_HANDLE,
    ...kept,
  }
  const expected = expectation(device)
  return verifyAssertion(
    authenticator.get(requestOptions(expected.challenge), flaw),
    passkey,
    expected,
    identified,
  )
}

const OTHER_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const UNVERIFIED = 'signature does not verify'

/** A DER signature as the two numbers in it, as JOSE writes it. */
const raw = (der: Buffer) => {
  const r = der.subarray(4, 4 + (der[3] ?? 0))
  const s = der.subarray(4 + r.length + 2)
  return Buffer.concat([r.subarray(-32), s.subarray(-32)])
}

const FLAWS: FlawedCase[] = [
  ['step 2: whose id and rawId differ', { rawId: 'AAAA' }, 'id and rawId differ'],
  ['step 6: by another credential', { id: 'A'.repeat(43) }, 'another credential'],
  [
    'step 6: with the user handle of somebody else',
    { userHandle: 'A'.repeat(43) },
    'user handle of another account',
  ],
  ['step 6: with an empty user handle', { userHandle: '' }, 'user handle of another account'],
  ['step 6: with no user handle, when nobody was named before', { userHandle: null }, 'no user handle'],
  ['step 7: with authenticator data of 36 bytes', { authData: cut(36) }, /at least 37 bytes/],
  ['step 7: with a byte behind the authenticator data', { authData: longer }, /Leftover bytes/],
  ['step 7: without the extensions that the flags announce', { authData: setFlags(0x80) }, /./],
  ['step 7: without the credential that the flags announce', { authData: setFlags(0x40) }, /./],
  ...clientDataFlaws(ORIGIN, 'webauthn.create', 10),
  ['step 11: with the challenge of another ceremony', { challenge: 'A'.repeat(43) }, 'another challenge'],
  [
    'step 11: with an empty challenge',
    { client: (members) => ({ ...members, challenge: '' }) },
    'another challenge',
  ],
  ['step 15: for another relying party', { rpId: 'evil.example' }, /RP ID/],
  ['step 15: for our parent domain', { rpId: 'test' }, /RP ID/],
  ['step 16: without user presence', { userPresent: false }, /^User not present/],
  ['step 17: without user verification', { userVerified: false }, /^User verification required/],
  ['step 18: backed up though it cannot be', { authData: backedUpAlone }, /impossible/],
  ['step 19: with the backup eligibility gone', { backupEligible: false }, 'backup eligibility changed'],
  ['step 21: with one bit of the signature turned', { badSignature: true }, UNVERIFIED],
  ['step 21: with the signature of another key', { signedBy: OTHER_KEY }, UNVERIFIED],
  ['step 21: with an empty signature', { signature: cut(0) }, /./],
  ['step 21: with a signature that is cut off', { signature: cut(20) }, /./],
  ['step 21: with a signature as JOSE writes it', { signature: raw }, /./],
  ['step 21: with a signature of zeros', { signature: () => Buffer.from('3006020100020100', 'hex') }, /./],
]

describe('an assertion is refused (WebAuthn L3 §7.2)', () => {
  it.for(FLAWS)('at %s', ([, flaw, reason]) => expectRejected(assert(flaw), reason))

  it.for(UNREADABLE)('at step 9: with client data that is %s', ([, clientData]) =>
    expectRejected(assert({ clientData }), 'clientDataJSON is not JSON'),
  )

  it('at step 6: with a foreign user handle, even when the user was known before', () =>
    expectRejected(
      assert({ userHandle: 'A'.repeat(43) }, {}, { identified: 'before' }),
      'user handle of another account',
    ))

  it('at step 19: with a backup eligibility that it did not have', () =>
    expectRejected(
      assert({ backupEligible: true }, {}, { backupEligible: false }),
      'backup eligibility changed',
    ))

  it('at step 20: with client data that is not what was signed', async () => {
    const authenticator = createAuthenticator({ origin: ORIGIN })
    authenticator.create(creationOptions('AAAA'))
    const [{ id, publicKey } = { id: '', publicKey: Buffer.of() }] = authenticator.credentials
    const expected = expectation()
    const passkey = {
      id,
      public_key: publicKey.toString('base64url'),
      counter: 0,
      transports: [],
      backup_eligible: true,
    }
    const response = authenticator.get(requestOptions(expected.challenge))
    const signed = JSON.parse(Buffer.from(response.response.clientDataJSON, 'base64url').toString()) as object
    const clientDataJSON = Buffer.from(JSON.stringify({ ...signed, more: 1 })).toString('base64url')
    await expectRejected(
      verifyAssertion(
        { ...response, response: { ...response.response, clientDataJSON } },
        { ...passkey, user_handle: USER_HANDLE },
        expected,
        'by-user-handle',
      ),
      UNVERIFIED,
    )
  })

  it('at step 21: with a passkey whose stored key is another one', async () => {
    const other = createAuthenticator({ origin: ORIGIN })
    other.create(creationOptions('AAAA'))
    const public_key = other.credentials[0]?.publicKey.toString('base64url') ?? ''
    await expectRejected(assert({}, { public_key }), UNVERIFIED)
  })

  it.for([
    ['that went back', 4],
    ['that stands still', 5],
    ['that is zero again', 0],
  ] as const)('at step 22: with a counter %s', ([, signCount]) =>
    expectRejected(assert({ signCount }, { counter: 5 }, { backupEligible: false }), /counter/),
  )
})

describe('an RSA passkey that was registered earlier', () => {
  const signs = (modulusLength: number, publicExponent: number) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent })
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
    const cose = new Map<number, Cbor>([
      [1, 3],
      [3, -257],
      [-1, Buffer.from(n, 'base64url')],
      [-2, Buffer.from(e, 'base64url')],
    ])
    return assert({ signedBy: privateKey }, { public_key: encodeCbor(cose).toString('base64url') })
  }
  it.for([
    [1024, 65537],
    [2048, 3],
  ] as const)('is refused when it is weak: %i bits, e = %i', ([bits, e]) =>
    expectRejected(signs(bits, e), /^a key that is not taken: /),
  )
  it('is still accepted when it is sound', async () => {
    expect(await signs(2048, 65537)).toMatchObject({ counter: 0 })
  })
})

describe('on a shared device an assertion is refused', () => {
  const refused = { problem: 'platform-passkey-refused' } as const

  it('when it says that it comes from the platform', () =>
    expectRejected(
      assert({ attachment: 'platform' }, { transports: ['usb'] }, { device: 'shared' }),
      'platform authenticator on a shared device',
      refused,
    ))

  it('when its passkey was registered as built in, whatever the assertion says', () =>
    expectRejected(
      assert({ attachment: 'cross-platform' }, { transports: ['internal'] }, { device: 'shared' }),
      'platform authenticator on a shared device',
      refused,
    ))

  it.for([['usb'], ['internal', 'hybrid'], []])(
    'not when it came with the person (%s)',
    async (transports) => {
      const { counter } = await assert({ attachment: 'cross-platform' }, { transports }, { device: 'shared' })
      expect(counter).toBe(0)
    },
  )
})

describe('a correct assertion', () => {
  it.for([true, false])(
    'returns the new state of the passkey (backup eligible: %s)',
    async (backupEligible) => {
      expect(await assert({ signCount: 9 }, { counter: 8 }, { backupEligible })).toEqual({
        counter: 9,
        backed_up: backupEligible,
        wentBack: false,
      })
    },
  )

  it('that counts nothing does not go back', async () => {
    expect(await assert({ signCount: 0 }, { counter: 0 })).toMatchObject({ counter: 0, wentBack: false })
  })

  it.for([null, ''])('may have no user handle (%j) when the user was known before', async (userHandle) => {
    expect(await assert({ userHandle }, {}, { identified: 'before' })).toMatchObject({ counter: 0 })
  })

  it.for([4, 5, 0])(
    'may count to %i after 5 where the passkey is copied between devices',
    async (signCount) => {
      expect(await assert({ signCount }, { counter: 5 })).toMatchObject({
        counter: signCount,
        wentBack: true,
      })
    },
  )

  it('may leave out crossOrigin', async () => {
    const flaw: Flaw = { client: ({ crossOrigin: _, ...members }) => members }
    expect(await assert(flaw)).toMatchObject({ counter: 0 })
  })
})

describe('the challenge that a response claims to answer', () => {
  const claims = (clientData: string | Buffer) =>
    claimedChallenge({ response: { clientDataJSON: Buffer.from(clientData).toString('base64url') } })

  it('is read from the client data', () => expect(claims('{"challenge":"abc"}')).toBe('abc'))
  it('may be 256 characters long and no longer', () => {
    expect(claims(JSON.stringify({ challenge: 'x'.repeat(256) }))).toHaveLength(256)
    expect(claims(JSON.stringify({ challenge: 'x'.repeat(257) }))).toBeNull()
  })
  it.for(['{}', '{"challenge":7}', '{"challenge":null}', ...UNREADABLE.map(([, text]) => text)])(
    'is none in %s',
    (text) => expect(claims(text)).toBeNull(),
  )
})
