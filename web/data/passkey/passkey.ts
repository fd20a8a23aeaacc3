import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from '@simplewebauthn/browser'
import type { CreationOptions, RequestOptions } from '../../../api/contract/patient.ts'
import { ApiError } from '../http/failure.ts'
import { passkeySupport } from './support.ts'

/**
 * Browsers report a refusal, a timeout and a missing passkey as one NotAllowedError. `cancelled` stands for all
 * three.
 */
const CODES: Record<string, ApiError['code']> = {
  InvalidStateError: 'account-exists',
  NotSupportedError: 'unsupported',
  SecurityError: 'unsupported',
  ConstraintError: 'unsupported',
}

/**
 * When this page gives up a ceremony, with `cancelled`: after `patience` ms, when the challenge expires, or at
 * `signal`. Browsers may keep their window open past `timeout`.
 */
export type Until = { patience?: number; signal?: AbortSignal }

const CHALLENGE_MS = 120_000

/**
 * Asks for an assertion. Call it inside the tap.
 * @throws ApiError `cancelled` or `unsupported`
 */
export function askAssertion(
  optionsJSON: RequestOptions,
  until: Until = {},
): Promise<AuthenticationResponseJSON> {
  return ask(() => startAuthentication({ optionsJSON }), optionsJSON.timeout, until)
}

/**
 * Makes a passkey. Call it inside the tap.
 * @throws ApiError `cancelled`, `unsupported`, or `account-exists` if this device already holds one
 */
export function makePasskey(
  optionsJSON: CreationOptions,
  until: Until = {},
): Promise<RegistrationResponseJSON> {
  return ask(() => startRegistration({ optionsJSON }), optionsJSON.timeout, until)
}

async function ask<T>(
  ceremony: () => Promise<T>,
  life = CHALLENGE_MS,
  { patience = life, signal }: Until,
): Promise<T> {
  if (passkeySupport() === 'unavailable') throw new ApiError('unsupported')
  let giveUp = () => {}
  const given = new Promise<never>((_, reject) => {
    giveUp = () => {
      reject(new ApiError('cancelled'))
      WebAuthnAbortService.cancelCeremony()
    }
  })
  const timer = setTimeout(giveUp, Math.min(patience, life))
  signal?.addEventListener('abort', giveUp)
  try {
    return await Promise.race([ceremony(), given])
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError((error instanceof Error && CODES[error.name]) || 'cancelled')
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', giveUp)
  }
}
