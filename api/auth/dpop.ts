import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Clock } from '../domain/clock.ts'
import { useAssertion } from '../store/assertions.ts'
import type { Store } from '../store/store.ts'
import { verifiedClaims } from './jwt.ts'

export const DPOP_ALGORITHMS = ['ES256', 'ES384', 'EdDSA']

const LIFE_S = 60
/** Clocks of others may run ahead by this much. */
const AHEAD_S = 10

/** Only public members: a key with `d` has been shown to everybody. */
const Key = z.object({
  kty: z.enum(['EC', 'OKP']),
  crv: z.string().max(32),
  x: z.string().max(128),
  y: z.string().max(128).optional(),
  d: z.never().optional(),
})
const Claims = z.object({
  jti: z.string().min(1).max(256),
  htm: z.string().max(16),
  htu: z.string().max(2048),
  iat: z.number(),
  ath: z.string().max(64).optional(),
})

/**
 * Verifies a DPoP proof (RFC 9449 §4.3) for one request.
 * @param of.url without query and fragment. @param of.accessToken the token that the proof must be bound to, if any.
 * @returns the thumbprint (RFC 7638) of the key that made it; null for any fault.
 */
export async function verifyProof(
  { clock, store }: { clock: Clock; store: Store },
  of: { proof: string; method: string; url: string; accessToken?: string },
): Promise<string | null> {
  const now = Math.floor(clock.now().getTime() / 1000)
  let key: JWK | undefined
  const claims = await verifiedClaims(of.proof, Claims, async (jwt) => {
    const verified = await jwtVerify(jwt, EmbeddedJWK, {
      algorithms: DPOP_ALGORITHMS,
      typ: 'dpop+jwt',
      currentDate: new Date(now * 1000),
    })
    key = verified.protectedHeader.jwk
    Key.parse(key)
    return verified
  })
  if (!claims || !key) return null
  const { iat, jti, htm, htu, ath } = claims
  if (htm !== of.method || !sameAddress(htu, of.url)) return null
  if (iat > now + AHEAD_S || iat < now - LIFE_S) return null
  if (of.accessToken !== undefined && ath !== createHash('sha256').update(of.accessToken).digest('base64url'))
    return null
  const thumbprint = await calculateJwkThumbprint(key)
  const row = { client_id: `dpop ${thumbprint}`, jti, expires_at: (iat + LIFE_S + AHEAD_S) * 1000 }
  return (await store.transact((tx) => useAssertion(tx, row))) ? thumbprint : null
}

/**
 * Ignores query, fragment, and different spellings of scheme, host, port and escapes (RFC 9449 §4.3, RFC 3986 §6.2).
 */
function sameAddress(htu: string, url: string): boolean {
  const [said, asked] = [URL.parse(htu), new URL(url)]
  if (!said || said.username || said.password) return false
  return said.origin === asked.origin && pathOf(said) === pathOf(asked)
}

const pathOf = ({ pathname }: URL): string =>
  pathname.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const char = String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
    return /[\w.~-]/.test(char) ? char : escaped.toUpperCase()
  })
