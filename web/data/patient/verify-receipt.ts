import type { JSONWebKeySet } from 'jose'
import type { ReceiptPayload } from '../../../api/contract/patient.ts'
import { publicKeys } from '../device/published.ts'

export type Verification =
  | { valid: true; payload: ReceiptPayload }
  | { valid: false; reason: 'malformed' | 'unknown-key' | 'bad-signature' | 'no-keys' }

const TYPE = 'receipt+jwt'

/**
 * Verifies a receipt, a compact JWS (RFC 7515), with the api's public keys or their copy on this device. Never
 * rejects.
 */
export async function verifyReceipt(jws: string): Promise<Verification> {
  const { compactVerify, createLocalJWKSet, decodeProtectedHeader, errors } = await import('jose')
  try {
    if (decodeProtectedHeader(jws).typ !== TYPE) return { valid: false, reason: 'malformed' }
  } catch {
    return { valid: false, reason: 'malformed' }
  }
  const keys = await publicKeys.current().then(
    ({ value }) => value,
    () => null,
  )
  if (!keys) return { valid: false, reason: 'no-keys' }
  try {
    const resolve = createLocalJWKSet(keys as JSONWebKeySet)
    const verified = await compactVerify(jws, resolve, { algorithms: ['ES256'] })
    const payload: unknown = JSON.parse(new TextDecoder().decode(verified.payload))
    return isReceipt(payload) ? { valid: true, payload } : { valid: false, reason: 'malformed' }
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return { valid: false, reason: 'unknown-key' }
    if (error instanceof errors.JWSSignatureVerificationFailed)
      return { valid: false, reason: 'bad-signature' }
    return { valid: false, reason: 'malformed' }
  }
}

function isReceipt(value: unknown): value is ReceiptPayload {
  const payload = value as Partial<ReceiptPayload> | null
  return (
    typeof payload?.jti === 'string' &&
    typeof payload.iat === 'number' &&
    (payload.choice === 'stop' || payload.choice === 'allow') &&
    typeof payload.scope === 'object' &&
    Array.isArray(payload.databases)
  )
}
