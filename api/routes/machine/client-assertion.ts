import { jwtVerify } from 'jose'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Holder } from '../../holders.ts'
import { saidBy, verifiedClaims } from '../../http/jwt.ts'
import { useAssertion } from '../../store/assertions.ts'
import { unlessUnwritable } from '../../store/errors.ts'
import type { AssertionsAside } from './assertions-aside.ts'

export const CLIENT_ASSERTION_ALGORITHMS = ['ES256', 'ES384', 'PS256', 'RS384', 'EdDSA', 'Ed25519']
export const CLIENT_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const LIFE_S = 300
/** Clocks of others may run ahead by this much (FAPI 2.0 Security Profile, §5.3.2.1). */
const AHEAD_S = 10

const Claims = z.object({
  aud: z.string().max(1024),
  exp: z.number(),
  iat: z.number().optional(),
  nbf: z.number().optional(),
  jti: z.string().min(1).max(256),
})

/**
 * Authenticates a client by its assertion (RFC 7523 §3, FAPI 2.0): `iss` = `sub` = the client, `aud` = our issuer as
 * one string, a `jti` that was not used before, at most five minutes to live.
 * @returns the holder, or null whatever the fault. `noted`: false when only this process knows that the assertion was used,
 *   because nothing can be written now.
 */
export async function authenticateClient(
  { config, holders, chance, store }: Pick<Deps, 'config' | 'holders' | 'chance' | 'store'>,
  aside: AssertionsAside,
  assertion: string,
): Promise<{ holder: Holder; noted: boolean } | null> {
  const now = Math.floor(chance.now().getTime() / 1000)
  const issuer = saidBy(assertion)?.iss
  const holder = typeof issuer === 'string' && holders.find(issuer)
  if (!holder) return null
  const claims = await verifiedClaims(assertion, Claims, (jwt) =>
    jwtVerify(jwt, holder.keys, {
      algorithms: CLIENT_ASSERTION_ALGORITHMS,
      issuer: holder.client_id,
      subject: holder.client_id,
      currentDate: new Date(now * 1000),
      clockTolerance: AHEAD_S,
    }),
  )
  if (!claims) return null
  const { aud, exp, iat, nbf, jti } = claims
  if (aud !== config.origin) return null
  if (exp > now + LIFE_S + AHEAD_S) return null
  if ([iat, nbf].some((at) => at !== undefined && at > now + AHEAD_S)) return null
  const row = { client_id: holder.client_id, jti, expires_at: (exp + AHEAD_S) * 1000 }
  if (aside.has(row)) return null
  const noted = await store.transact((tx) => useAssertion(tx, row)).catch(unlessUnwritable)
  if (noted === undefined) return aside.use(row) ? { holder, noted: false } : null
  return noted ? { holder, noted } : null
}
