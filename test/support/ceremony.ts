import { randomBytes } from 'node:crypto'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { expect } from 'vitest'
import type { Device } from '../../api/contract/patient.ts'
import { PasskeyError, type PasskeyProblem } from '../../api/domain/passkey.ts'

export const ORIGIN = 'https://erabu.test'
export const RP_ID = 'erabu.test'
export const USER_HANDLE = Buffer.alloc(32, 5).toString('base64url')

/** The expectation of both ceremonies, with a new challenge each time. */
export const expectation = (device: Device = 'personal') => ({
  challenge: randomBytes(32).toString('base64url'),
  origin: ORIGIN,
  rpId: RP_ID,
  device,
})

export const creationOptions = (challenge: string): PublicKeyCredentialCreationOptionsJSON => ({
  challenge,
  rp: { id: RP_ID, name: 'Erabu' },
  user: { id: USER_HANDLE, name: '', displayName: '' },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
})

export const requestOptions = (challenge: string): PublicKeyCredentialRequestOptionsJSON => ({
  challenge,
  rpId: RP_ID,
})

/** Verification must fail as a PasskeyError, for exactly this reason. */
export async function expectRejected(
  verification: Promise<unknown>,
  reason: string | RegExp,
  { problem = 'passkey-rejected' }: { problem?: PasskeyProblem } = {},
): Promise<void> {
  const error = await verification.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(PasskeyError)
  expect(error).toMatchObject({ name: 'PasskeyError', problem })
  const { message } = error as PasskeyError
  if (typeof reason === 'string') expect(message).toBe(reason)
  else expect(message).toMatch(reason)
}
