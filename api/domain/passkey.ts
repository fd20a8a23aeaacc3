import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Device } from '../contract/patient.ts'
import { AttestationFault, attestedCredential } from './attestation.ts'
import { dayInJapan } from './calendar.ts'
import { checkCoseKey, KeyFault } from './cose-key.ts'
import { tryJson } from './json.ts'

/** What a ceremony must have been made for. Origin and RP id come from configuration, never from a request. */
export type Expectation = { challenge: string; origin: string; rpId: string; device: Device }

/** Whether we knew who would answer: if not, the user handle must be there and say it (WebAuthn L3 §7.2, step 6). */
export type Identified = 'before' | 'by-user-handle'

/** A passkey as it is kept. */
export type Passkey = {
  id: string
  /** COSE key, base64url. */
  public_key: string
  counter: number
  transports: string[]
  backup_eligible: boolean
  user_handle: string
}

/** A new passkey, verified. */
export type Registered = Omit<Passkey, 'user_handle'> & { backed_up: boolean; aaguid: string }

/** Every way in which a ceremony can fail. `reason` is for the log; the person sees one neutral sentence. */
export class PasskeyError extends Error {
  override name = 'PasskeyError'
  readonly platform: boolean
  constructor(reason: string, options: { platform?: boolean; cause?: unknown } = {}) {
    super(reason, { cause: options.cause })
    this.platform = options.platform ?? false
  }
}

/** The person's authenticator shows this name: it tells accounts apart and names nobody. @param since its making, in ms */
export const userNameOf = (since: number): string => `えらぶ ${dayInJapan(new Date(since))}`

type Ceremony = 'webauthn.create' | 'webauthn.get'

/** The challenge that a response claims to answer, or null. It is a claim until the response is verified. */
export function claimedChallenge(response: { response: { clientDataJSON: string } }): string | null {
  const { challenge } = clientData(response.response.clientDataJSON) ?? {}
  return typeof challenge === 'string' && challenge.length <= 256 ? challenge : null
}

/**
 * Verifies a registration (WebAuthn L3 §7.1): attestation `none`, user verification required.
 * @throws PasskeyError
 */
export async function verifyRegistration(
  response: RegistrationResponseJSON,
  expected: Expectation,
): Promise<Registered> {
  checkEnvelope(response, expected, 'webauthn.create')
  const { verified, registrationInfo: info } = await orReject(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origin,
      expectedRPID: expected.rpId,
      requireUserPresence: true,
      requireUserVerification: true,
      supportedAlgorithmIDs: [-7, -8, -257],
    }),
  )
  if (!verified) throw new PasskeyError('attestation does not verify')
  if (info.fmt !== 'none') throw new PasskeyError('attestation was not asked for')
  if (info.credential.id !== response.id)
    throw new PasskeyError('credential id differs from the attested one')
  checkAttested(info.credential.publicKey, info.attestationObject)
  const transports = response.response.transports ?? []
  if (expected.device === 'shared') requireRoaming(response.authenticatorAttachment, transports)
  return {
    id: info.credential.id,
    public_key: Buffer.from(info.credential.publicKey).toString('base64url'),
    counter: info.credential.counter,
    transports,
    backup_eligible: info.credentialDeviceType === 'multiDevice',
    backed_up: info.credentialBackedUp,
    aaguid: info.aaguid,
  }
}

/**
 * Verifies an assertion (WebAuthn L3 §7.2) by a known passkey, with the steps that the library leaves to its caller:
 * a signature that does not verify is a failure, and id, user handle, crossOrigin and the BE flag are compared.
 * @returns the new state of the passkey. @throws PasskeyError
 */
export async function verifyAssertion(
  response: AuthenticationResponseJSON,
  passkey: Passkey,
  expected: Expectation,
  identified: Identified,
): Promise<{ counter: number; backed_up: boolean }> {
  checkEnvelope(response, expected, 'webauthn.get')
  if (response.id !== passkey.id) throw new PasskeyError('another credential')
  const handle = response.response.userHandle ?? null
  if (identified === 'by-user-handle' && handle === null) throw new PasskeyError('no user handle')
  if (handle !== null && handle !== passkey.user_handle)
    throw new PasskeyError('user handle of another account')
  if (expected.device === 'shared') requireRoaming(response.authenticatorAttachment, passkey.transports)
  const { verified, authenticationInfo: info } = await orReject(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origin,
      expectedRPID: expected.rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: Buffer.from(passkey.public_key, 'base64url'),
        counter: passkey.counter,
      },
    }),
  )
  if (!verified) throw new PasskeyError('signature does not verify')
  // It may have been registered when less was asked of keys: with a weak one others sign, too.
  checkKey(Buffer.from(passkey.public_key, 'base64url'))
  if ((info.credentialDeviceType === 'multiDevice') !== passkey.backup_eligible)
    throw new PasskeyError('backup eligibility changed')
  return { counter: info.newCounter, backed_up: info.credentialBackedUp }
}

function checkEnvelope(
  response: { id: string; rawId: string; type: string; response: { clientDataJSON: string } },
  expected: Expectation,
  type: Ceremony,
): void {
  if (response.id !== response.rawId) throw new PasskeyError('id and rawId differ')
  const data = clientData(response.response.clientDataJSON)
  if (!data) throw new PasskeyError('clientDataJSON is not JSON')
  if (data.type !== type) throw new PasskeyError('another ceremony')
  if (data.challenge !== expected.challenge) throw new PasskeyError('another challenge')
  if (data.origin !== expected.origin) throw new PasskeyError('another origin')
  if (data.crossOrigin !== undefined && data.crossOrigin !== false)
    throw new PasskeyError('made in a foreign frame')
  if (data.topOrigin !== undefined) throw new PasskeyError('made in a frame')
}

function clientData(encoded: string): Record<string, unknown> | null {
  const value = tryJson(Buffer.from(encoded, 'base64url').toString('utf8'))
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown> | null) : null
}

/**
 * The library encodes the key anew. What is kept must be what was attested, byte for byte.
 * @throws PasskeyError
 */
function checkAttested(key: Uint8Array, attestationObject: Uint8Array): void {
  orRefuse(() => {
    if (!attestedCredential(attestationObject).rest.subarray(0, key.length).equals(key))
      throw new KeyFault('encoding')
  })
  checkKey(key)
}

/** @throws PasskeyError */
const checkKey = (key: Uint8Array): void => orRefuse(() => checkCoseKey(key))

function orRefuse(check: () => void): void {
  try {
    check()
  } catch (cause) {
    if (cause instanceof AttestationFault) throw new PasskeyError(cause.message, { cause })
    if (!(cause instanceof KeyFault)) throw cause
    throw new PasskeyError(`a key that is not taken: ${cause.message}`, { cause })
  }
}

const ROAMING = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'cable']

/**
 * On a shared device a passkey must have come with the person: never the device's own. One that does not say that it
 * roams is taken for the device's.
 */
function requireRoaming(attachment: string | null | undefined, transports: string[]): void {
  const builtIn = transports.includes('internal') && !transports.includes('hybrid')
  const roams = attachment === 'cross-platform' || transports.some((name) => ROAMING.includes(name))
  if (attachment === 'platform' || builtIn || !roams)
    throw new PasskeyError('platform authenticator on a shared device', { platform: true })
}

async function orReject<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (cause) {
    // What follows a colon or a quotation mark in the library's messages was sent by somebody: not for the log.
    throw new PasskeyError((cause as Error).message.replace(/ *[:"].*/s, ''), { cause })
  }
}
