import { compactVerify } from 'jose'
import type { Config } from '../config.ts'
import { AHEAD_S, claimFault } from '../domain/client-claims.ts'
import type { Clock } from '../domain/clock.ts'
import { CLIENT_ALGORITHMS, type ClientKey } from '../domain/keys/client-key.ts'
import type { Holder, Holders } from '../registries/holders.ts'
import { useAssertion } from '../store/assertions.ts'
import { unlessUnwritable } from '../store/errors.ts'
import type { Store } from '../store/store.ts'
import type { AssertionsAside } from './assertions-aside.ts'
import { partsOf } from './jwt.ts'

export const CLIENT_ASSERTION_ALGORITHMS = CLIENT_ALGORITHMS
export const CLIENT_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * An authenticated client. `noted`: false when only this process knows that the assertion was used, because the store
 * cannot be written now.
 */
export type Authenticated = { holder: Holder; noted: boolean }
/** `fault`: the rule that was broken. Null for any fault while no signature shows that the client itself asks. */
export type NotAuthenticated = { holder: null; fault: string | null }

/**
 * Authenticates a client by its assertion (RFC 7523 §3, FAPI 2.0). `iss` = `sub` = the client; `aud` = our issuer as
 * one string; a `jti` that was not used before; a lifetime of at most five minutes. Every fitting key of the client
 * is tried.
 */
export async function authenticateClient(
  { config, holders, clock, store }: { config: Config; holders: Holders; clock: Clock; store: Store },
  aside: AssertionsAside,
  assertion: string,
): Promise<Authenticated | NotAuthenticated> {
  const refused = (fault: string | null = null): NotAuthenticated => ({ holder: null, fault })
  const { header, claims } = partsOf(assertion) ?? {}
  const holder = typeof claims?.iss === 'string' ? holders.find(claims.iss) : undefined
  if (!header || !claims || !holder) return refused()
  const key = await signingKey(holder.keys, header, assertion)
  if (!key) return refused()
  if (header.kid !== undefined && header.kid !== key.kid)
    return refused('kid: the key that signed is registered under another one')
  const now = Math.floor(clock.now().getTime() / 1000)
  const fault = claimFault(claims, { client_id: holder.client_id, issuer: config.origin, now })
  if (fault) return refused(fault)
  const { jti, exp } = claims as { jti: string; exp: number }
  const row = { client_id: holder.client_id, jti, expires_at: (exp + AHEAD_S) * 1000 }
  const used = refused('jti: was used before')
  if (aside.has(row)) return used
  const noted = await store.transact((tx) => useAssertion(tx, row)).catch(unlessUnwritable)
  if (noted === undefined) return aside.use(row) ? { holder, noted: false } : used
  return noted ? { holder, noted } : used
}

/** The client's key that made the signature. Keys that the header names are tried first, then all others that fit. */
async function signingKey(
  keys: ClientKey[],
  { alg, kid }: Record<string, unknown>,
  assertion: string,
): Promise<ClientKey | null> {
  if (typeof alg !== 'string') return null
  const fitting = keys.filter(({ algorithms }) => algorithms.includes(alg))
  const named = fitting.filter((key) => key.kid === kid)
  for (const key of new Set([...named, ...fitting])) {
    const verified = await compactVerify(assertion, key.key, { algorithms: [alg] }).catch(() => null)
    // Of an unencoded payload (RFC 7797), what was signed differs from what was read.
    if (verified && verified.protectedHeader.b64 !== false) return key
  }
  return null
}
