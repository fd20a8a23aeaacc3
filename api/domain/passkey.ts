import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Device } from '../contract/patient.ts'
import { dayInJapan } from './calendar.ts'
import { tryJson } from './json.ts'
import { AttestationFault, attestedCredential, checkStatement } from './keys/attestation.ts'
import { checkCoseKey, KeyFault } from './keys/cose-key.ts'

/** What a ceremony must have been made for. Origin and RP id come from configuration, never from a request. */
export type Expectation = { challenge: string; origin: string; rpId: string; device: Device }

/**
 * Whether the user was known before the ceremony. If not, the user handle must be present and identify them (WebAuthn
 * L3 §7.2, step 6).
 */
export type Identified = 'before' | 'by-user-handle'

/** The stored form of a passkey. */
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

/** What a person is told of a ceremony that failed. Two kinds of authenticator have their own problem. */
export type PasskeyProblem = 'passkey-rejected' | 'platform-passkey-refused' | 'undiscoverable-passkey'

/** Every way in which a ceremony can fail. `reason` is for the log; the person sees the words of `problem`. */
export class PasskeyError extends Error {
  override name = 'PasskeyError'
  readonly problem: PasskeyProblem
  constructor(reason: string, options: { problem?: PasskeyProblem; cause?: unknown } = {}) {
    super(reason, { cause: options.cause })
    this.problem = options.problem ?? 'passkey-rejected'
  }
}

/**
 * The account name that the person's authenticator shows: it tells accounts apart and names nobody. @param since
 * creation of the account, in ms
 */
export const userNameOf = (since: number): string => `えらぶ ${dayInJapan(new Date(since))}`

type Ceremony = 'webauthn.create' | 'webauthn.get'

/** The challenge that a response claims to answer, or null. Not verified until the response is. */
export function claimedChallenge(response: { response: { clientDataJSON: string } }): string | null {
  const { challenge } = clientData(response.response.clientDataJSON) ?? {}
  return typeof challenge === 'string' && challenge.length <= 256 ? challenge : null
}

/**
 * Verifies a registration (WebAuthn L3 §7.1): user verification required, attestation `none`, or the self attestation
 * that browsers pass on where none was asked for (§5.1.3, step 22).
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
  if (info.credential.id !== response.id)
    throw new PasskeyError('credential id differs from the attested one')
  checkAttested(info.credential.publicKey, info.attestationObject)
  requireDiscoverable(response)
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
 * Verifies an assertion (WebAuthn L3 §7.2) by a known passkey, with the steps that the library leaves to its caller.
 * A signature that does not verify is a failure. Id, user handle, crossOrigin and the BE flag are compared.
 * @returns the new state of the passkey. `wentBack`: its counter is not above the stored one. Only a passkey that may
 *   be copied (BE) may do so: each device of its owner counts separately. @throws PasskeyError
 */
export async function verifyAssertion(
  response: AuthenticationResponseJSON,
  passkey: Passkey,
  expected: Expectation,
  identified: Identified,
): Promise<{ counter: number; backed_up: boolean; wentBack: boolean }> {
  checkEnvelope(response, expected, 'webauthn.get')
  if (response.id !== passkey.id) throw new PasskeyError('another credential')
  const { userHandle = null } = response.response
  // Where the credential was named, some browsers write an absent handle as an empty one.
  const handle = identified === 'before' && userHandle === '' ? null : userHandle
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
        counter: passkey.backup_eligible ? 0 : passkey.counter,
      },
    }),
  )
  if (!verified) throw new PasskeyError('signature does not verify')
  // The key may have been registered under weaker checks: with a weak key others can sign as well.
  checkKey(Buffer.from(passkey.public_key, 'base64url'))
  if ((info.credentialDeviceType === 'multiDevice') !== passkey.backup_eligible)
    throw new PasskeyError('backup eligibility changed')
  const wentBack = passkey.counter > 0 && info.newCounter <= passkey.counter
  return { counter: info.newCounter, backed_up: info.credentialBackedUp, wentBack }
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
 * The library re-encodes the key. The stored key must be exactly what was attested, byte for byte, and nobody else
 * may have attested it.
 * @throws PasskeyError
 */
function checkAttested(key: Uint8Array, attestationObject: Uint8Array): void {
  orRefuse(() => {
    if (!attestedCredential(attestationObject).rest.subarray(0, key.length).equals(key))
      throw new KeyFault('encoding')
    checkStatement(attestationObject, key)
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
 * On a shared device a passkey must have come with the person: never the device's own. A passkey that does not say
 * that it roams counts as the device's own.
 */
function requireRoaming(attachment: string | null | undefined, transports: string[]): void {
  const builtIn = transports.includes('internal') && !transports.includes('hybrid')
  const roams = attachment === 'cross-platform' || transports.some((name) => ROAMING.includes(name))
  if (attachment === 'platform' || builtIn || !roams)
    throw new PasskeyError('platform authenticator on a shared device', {
      problem: 'platform-passkey-refused',
    })
}

/** Sign-in names no credential: a passkey that its authenticator cannot discover by itself could never sign in. */
function requireDiscoverable({ clientExtensionResults }: RegistrationResponseJSON): void {
  if (clientExtensionResults.credProps?.rk === false)
    throw new PasskeyError('a credential that is not discoverable', { problem: 'undiscoverable-passkey' })
}

async function orReject<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (cause) {
    // In the library's messages, what follows a colon or a quotation mark comes from the input: not for the log.
    throw new PasskeyError((cause as Error).message.replace(/ *[:"].*/s, ''), { cause })
  }
}
