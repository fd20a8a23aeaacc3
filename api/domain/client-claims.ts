/**
 * Seconds that an assertion may live, and that a client's clock may run ahead (FAPI 2.0 Security Profile §5.3.2.1).
 */
export const ASSERTION_LIFE_S = 300
export const AHEAD_S = 10

/** The values that the claims of a client assertion must match. `now`: seconds since 1970. */
type Expected = { client_id: string; issuer: string; now: number }

/**
 * The rule that the claims of a client assertion break (RFC 7523 §3, FAPI 2.0), and by how much. The client that
 * signed them is told, in the characters of RFC 6749 §5.2. Of the claims only numbers are repeated.
 * @returns null where all rules are kept.
 */
export function claimFault(
  claims: Record<string, unknown>,
  { client_id, issuer, now }: Expected,
): string | null {
  const { sub, aud, jti, exp } = claims
  if (sub !== client_id) return 'sub: must be the client_id, like iss'
  if (aud !== issuer) return `aud: must be the one string ${issuer}${nearly(aud, issuer)}`
  if (typeof jti !== 'string' || jti.length < 1 || jti.length > 256)
    return 'jti: must be a text of 1 to 256 characters'
  if (typeof exp !== 'number') return 'exp: must be a number of seconds'
  if (exp <= now - AHEAD_S) return `exp: was ${seconds(now - exp)} ago by our clock`
  if (exp > now + ASSERTION_LIFE_S + AHEAD_S)
    return `exp: is ${seconds(exp - now)} ahead, ${ASSERTION_LIFE_S} s at most`
  for (const name of ['iat', 'nbf']) {
    const at = claims[name]
    if (at === undefined) continue
    if (typeof at !== 'number') return `${name}: must be a number of seconds`
    if (at > now + AHEAD_S) return `${name}: is ${seconds(at - now)} ahead of our clock, ${AHEAD_S} s at most`
  }
  return null
}

const seconds = (count: number): string => `${Math.ceil(count)} s`

function nearly(aud: unknown, issuer: string): string {
  if (Array.isArray(aud)) return ', not a list'
  return aud === `${issuer}/` ? ', without a slash at its end' : ''
}
