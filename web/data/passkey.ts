import {
  type AuthenticationResponseJSON,
  browserSupportsWebAuthn,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import type { CreationOptions, RequestOptions } from '../../api/contract/patient.ts'
import { ApiError } from './failure.ts'

/** Browsers give one name, NotAllowedError, to a refusal, a timeout and a missing passkey: so does `cancelled`. */
const CODES: Record<string, ApiError['code']> = {
  InvalidStateError: 'account-exists',
  NotSupportedError: 'unsupported',
  SecurityError: 'unsupported',
  ConstraintError: 'unsupported',
}

/** Asks for an assertion. Call it inside the tap. Throws ApiError `cancelled` or `unsupported`. */
export function askAssertion(optionsJSON: RequestOptions): Promise<AuthenticationResponseJSON> {
  return ask(() => startAuthentication({ optionsJSON }))
}

/**
 * Makes a passkey. Call it inside the tap.
 * Throws ApiError `cancelled`, `unsupported`, or `account-exists` when this device holds one already.
 */
export function makePasskey(optionsJSON: CreationOptions): Promise<RegistrationResponseJSON> {
  return ask(() => startRegistration({ optionsJSON }))
}

async function ask<T>(ceremony: () => Promise<T>): Promise<T> {
  if (!browserSupportsWebAuthn()) throw new ApiError('unsupported')
  try {
    return await ceremony()
  } catch (error) {
    throw new ApiError((error instanceof Error && CODES[error.name]) || 'cancelled')
  }
}
