import { describe, expect, it } from 'vitest'
import { type Passkey, verifyAssertion, verifyRegistration } from '../../api/domain/passkey.ts'
import { expectRejected } from '../support/ceremony.ts'
import data from '../vectors/webauthn-l3.json' with { type: 'json' }

const OURS = { origin: 'https://example.org', rpId: 'example.org', device: 'personal' as const }

const UNVERIFIED = /^User verification (was )?required/

/** The expected result of each vector: null where it is accepted. Most were made without user verification. */
const MET: Record<string, { registration?: string | RegExp; authentication: string | RegExp | null }> = {
  'none.ES256': { registration: UNVERIFIED, authentication: UNVERIFIED },
  'packed-self.ES256': { registration: 'attestation was not asked for', authentication: UNVERIFIED },
  'none.ES256.crossOrigin': {
    registration: 'made in a foreign frame',
    authentication: 'made in a foreign frame',
  },
  'none.ES256.topOrigin': {
    registration: 'made in a foreign frame',
    authentication: 'made in a foreign frame',
  },
  'none.ES256.long-credential-id': { registration: UNVERIFIED, authentication: null },
  'packed.ES256': { authentication: null },
  'packed.ES384': { authentication: 'a key that is not taken: another algorithm' },
  'packed.ES512': { authentication: UNVERIFIED },
  'packed.RS256': { authentication: UNVERIFIED },
  'packed.EdDSA': { authentication: UNVERIFIED },
}

const credential = (id: string) => ({
  id,
  rawId: id,
  type: 'public-key' as const,
  clientExtensionResults: {},
})

describe('the test vectors of WebAuthn L3 §16', () => {
  it.for(data.vectors)(
    '$name is registered only as our policy allows',
    async ({ name, id, registration }) => {
      if (!registration) return expect(MET[name]?.registration).toBeUndefined()
      const { challenge, ...response } = registration
      const verification = verifyRegistration({ ...credential(id), response }, { ...OURS, challenge })
      await expectRejected(verification, MET[name]?.registration ?? '')
    },
  )

  it.for(data.vectors)(
    '$name signs in only as our policy allows',
    async ({ name, id, public_key, authentication }) => {
      const { challenge, ...response } = authentication
      const flags = Buffer.from(response.authenticatorData, 'base64url')[32] ?? 0
      const passkey: Passkey = {
        id,
        public_key,
        counter: 0,
        transports: [],
        backup_eligible: (flags & 0x08) !== 0,
        user_handle: '',
      }
      const verification = verifyAssertion(
        { ...credential(id), response },
        passkey,
        { ...OURS, challenge },
        'before',
      )
      const met = MET[name]?.authentication
      if (met === null) expect(await verification).toMatchObject({ counter: 0 })
      else await expectRejected(verification, met ?? '')
    },
  )

  it('packed-self.ES256 is noticed when its attestation is over other client data', async () => {
    const vector = data.vectors.find(({ name }) => name === 'packed-self.ES256')
    const { challenge = '', ...response } = vector?.registration ?? {
      clientDataJSON: '',
      attestationObject: '',
    }
    const other = JSON.stringify({ type: 'webauthn.create', challenge, origin: OURS.origin })
    const clientDataJSON = Buffer.from(other).toString('base64url')
    const verification = verifyRegistration(
      { ...credential(vector?.id ?? ''), response: { ...response, clientDataJSON } },
      { ...OURS, challenge },
    )
    await expectRejected(verification, 'attestation does not verify')
  })
})
