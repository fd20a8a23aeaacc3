import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { type Cbor, encodeCbor } from './cbor.ts'

/** Ways to answer wrongly. Everything that is left out is right. */
export type Flaw = {
  origin?: string
  rpId?: string
  type?: string
  challenge?: string
  crossOrigin?: boolean
  topOrigin?: string
  userPresent?: false
  userVerified?: false
  backupEligible?: boolean
  signCount?: number
  userHandle?: string | null
  /** Claims this credential id in the envelope, while another credential signs. */
  id?: string
  rawId?: string
  attachment?: 'platform' | 'cross-platform'
  transports?: AuthenticatorTransport[]
  badSignature?: true
  /** Attestation statement format that was not asked for. */
  format?: string
  /** The id of the new credential, instead of a random one. */
  credentialId?: string
  /** Bytes of the new credential id. */
  idLength?: number
  /** Replaces the whole of clientDataJSON. */
  clientData?: string | Buffer
  /** Changes the members of clientDataJSON. */
  client?: (members: Record<string, unknown>) => Record<string, unknown>
  /** Changes the authenticator data, before it is signed. */
  authData?: (bytes: Buffer) => Buffer
  /** Changes the COSE key of a new credential. */
  key?: (cose: Map<number, Cbor>) => Map<number, Cbor>
  /** Attestation statement; `none` has an empty one. */
  statement?: Map<string, Cbor>
  /** Attests the new credential with its own key; changes the statement. Algorithm: ES256. */
  selfAttested?: (statement: Map<string, Cbor>) => Map<string, Cbor>
  /** The extension results of the browser. */
  extensions?: RegistrationResponseJSON['clientExtensionResults']
  /** Changes the attestation object. */
  attestation?: (bytes: Buffer) => Buffer
  /** Changes the signature. */
  signature?: (bytes: Buffer) => Buffer
  /** Signs with this key instead of the credential's. */
  signedBy?: KeyObject
}

export type Credential = {
  id: string
  rpId: string
  userHandle: string
  publicKey: Buffer
  privateKey: KeyObject
  signCount: number
}

export type Authenticator = ReturnType<typeof createAuthenticator>

/**
 * A software authenticator for discoverable ES256 credentials with attestation `none` (WebAuthn L3 §6), and the part
 * of the browser that writes clientDataJSON.
 * @param origin the page's origin. @param counts whether it counts signatures, as hardware keys do.
 */
export function createAuthenticator({
  origin,
  transports = ['internal'],
  attachment = 'platform',
  backupEligible = true,
  counts = false,
}: {
  origin: string
  transports?: AuthenticatorTransport[]
  attachment?: 'platform' | 'cross-platform'
  backupEligible?: boolean
  counts?: boolean
}) {
  const credentials: Credential[] = []

  const clientData = (type: string, challenge: string, flaw: Flaw) => {
    const { topOrigin, client = (members) => members } = flaw
    const members = {
      type: flaw.type ?? type,
      challenge: flaw.challenge ?? challenge,
      origin: flaw.origin ?? origin,
      crossOrigin: flaw.crossOrigin ?? false,
      ...(topOrigin ? { topOrigin } : {}),
    }
    return Buffer.from(flaw.clientData ?? JSON.stringify(client(members)))
  }

  const authenticatorData = (rpId: string, count: number, flaw: Flaw, attested: Buffer = Buffer.alloc(0)) => {
    const eligible = flaw.backupEligible ?? backupEligible
    const flags =
      (flaw.userPresent === false ? 0 : 0x01) |
      (flaw.userVerified === false ? 0 : 0x04) |
      (eligible ? 0x18 : 0) |
      (attested.length > 0 ? 0x40 : 0)
    const rest = Buffer.alloc(5)
    rest[0] = flags
    rest.writeUInt32BE(flaw.signCount ?? count, 1)
    const { authData = (bytes) => bytes } = flaw
    return authData(Buffer.concat([sha256(flaw.rpId ?? rpId), rest, attested]))
  }

  return {
    credentials,

    /** Answers `navigator.credentials.create()`. */
    create(options: PublicKeyCredentialCreationOptionsJSON, flaw: Flaw = {}): RegistrationResponseJSON {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
      const { key = (cose) => cose, attestation = (bytes) => bytes } = flaw
      const cose = encodeCbor(
        key(
          new Map<number, Cbor>([
            [1, 2],
            [3, -7],
            [-1, 1],
            [-2, Buffer.from(x, 'base64url')],
            [-3, Buffer.from(y, 'base64url')],
          ]),
        ),
      )
      const idBytes = flaw.credentialId
        ? Buffer.from(flaw.credentialId, 'base64url')
        : randomBytes(flaw.idLength ?? 32)
      const id = idBytes.toString('base64url')
      const rpId = options.rp.id ?? new URL(origin).hostname
      credentials.push({ id, rpId, userHandle: options.user.id, publicKey: cose, privateKey, signCount: 0 })
      const length = Buffer.alloc(2)
      length.writeUInt16BE(idBytes.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, idBytes, cose])
      const authData = authenticatorData(rpId, 0, flaw, attested)
      const data = clientData('webauthn.create', options.challenge, flaw)
      const bySelf = (change: NonNullable<Flaw['selfAttested']>) =>
        change(
          new Map<string, Cbor>([
            ['alg', -7],
            ['sig', sign('sha256', Buffer.concat([authData, sha256(data)]), flaw.signedBy ?? privateKey)],
          ]),
        )
      const attestationObject = encodeCbor(
        new Map<string, Cbor>([
          ['fmt', flaw.format ?? (flaw.selfAttested ? 'packed' : 'none')],
          ['attStmt', flaw.statement ?? (flaw.selfAttested ? bySelf(flaw.selfAttested) : new Map())],
          ['authData', authData],
        ]),
      )
      return {
        id: flaw.id ?? id,
        rawId: flaw.rawId ?? flaw.id ?? id,
        type: 'public-key',
        authenticatorAttachment: flaw.attachment ?? attachment,
        clientExtensionResults: flaw.extensions ?? {},
        response: {
          clientDataJSON: data.toString('base64url'),
          attestationObject: attestation(attestationObject).toString('base64url'),
          transports: flaw.transports ?? transports,
        },
      }
    },

    /** Answers `navigator.credentials.get()` with a credential that the options allow, otherwise with the newest. */
    get(options: PublicKeyCredentialRequestOptionsJSON, flaw: Flaw = {}): AuthenticationResponseJSON {
      const allowed = options.allowCredentials?.map(({ id }) => id) ?? []
      const usable = credentials.filter(({ id }) => allowed.length === 0 || allowed.includes(id))
      const credential = usable.at(-1)
      if (!credential) throw new Error('the authenticator has no credential that the options allow')
      if (counts) credential.signCount += 1
      const data = clientData('webauthn.get', options.challenge, flaw)
      const authData = authenticatorData(options.rpId ?? credential.rpId, credential.signCount, flaw)
      const { signedBy = credential.privateKey, signature: change = (bytes) => bytes } = flaw
      const signature = change(sign('sha256', Buffer.concat([authData, sha256(data)]), signedBy))
      if (flaw.badSignature) signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1
      const userHandle = flaw.userHandle === undefined ? credential.userHandle : flaw.userHandle
      return {
        id: flaw.id ?? credential.id,
        rawId: flaw.rawId ?? flaw.id ?? credential.id,
        type: 'public-key',
        authenticatorAttachment: flaw.attachment ?? attachment,
        clientExtensionResults: {},
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: signature.toString('base64url'),
          ...(userHandle === null ? {} : { userHandle }),
        },
      }
    },
  }
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest()
