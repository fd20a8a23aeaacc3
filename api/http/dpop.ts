import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import type { Deps } from '../deps.ts'
import { useAssertion } from '../store/assertions.ts'

export const DPOP_ALGORITHMS = ['ES256', 'ES384', 'EdDSA']

const LIFE_S = 60
/** Clocks of others may run ahead by this much. */
const AHEAD_S = 10

/**
 * Verifies a DPoP proof (RFC 9449 §4.3) for one request.
 * @param of.url without query and fragment. @param of.accessToken the token that the proof must be bound to, if any.
 * @returns the thumbprint (RFC 7638) of the key that made it, or null whatever the fault.
 */
export async function verifyProof(
  { chance, store }: Pick<Deps, 'chance' | 'store'>,
  of: { proof: string; method: string; url: string; accessToken?: string },
): Promise<string | null> {
  const now = Math.floor(chance.now().getTime() / 1000)
  const verified = await jwtVerify(of.proof, EmbeddedJWK, {
    algorithms: DPOP_ALGORITHMS,
    typ: 'dpop+jwt',
    requiredClaims: ['iat', 'jti', 'htm', 'htu'],
    currentDate: new Date(now * 1000),
  }).catch(() => null)
  const key = verified?.protectedHeader.jwk
  if (!verified || !key || 'd' in key) return null
  const { iat = 0, jti = '', htm, htu, ath } = verified.payload
  if (htm !== of.method || htu !== of.url) return null
  if (iat > now + AHEAD_S || iat < now - LIFE_S || jti.length > 256) return null
  if (of.accessToken !== undefined && ath !== createHash('sha256').update(of.accessToken).digest('base64url'))
    return null
  const thumbprint = await calculateJwkThumbprint(key)
  const row = { client_id: `dpop ${thumbprint}`, jti, expires_at: (iat + LIFE_S + AHEAD_S) * 1000 }
  return (await store.transact((tx) => useAssertion(tx, row))) ? thumbprint : null
}
