import { createLocalJWKSet, jwtVerify } from 'jose'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { OAuthScope } from '../contract/holder.ts'
import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import type { Signer } from '../keys/signer.ts'
import { verifiedClaims } from './jwt.ts'

const TYPE = 'at+jwt'
const LIFE_S = 900
/** Verified tokens that are remembered, so that a poll does not verify a signature each time. */
const REMEMBERED = 10_000

const Claims = z.object({
  sub: z.string().min(1).max(256),
  scope: z.string().max(256),
  cnf: z.object({ jkt: z.string().length(43) }).optional(),
  exp: z.number(),
})

/** The claims of an access token. `jkt`: thumbprint of the DPoP key that it is bound to. */
export type AccessToken = { client_id: string; scopes: string[]; jkt: string | null; exp: number }

/** Access tokens of holders as JWTs (RFC 9068), valid for fifteen minutes. */
export function createAccessTokens({
  signer,
  config,
  clock,
  random,
}: {
  signer: Signer
  config: Config
  clock: Clock
  random: Random
}) {
  const keys = createLocalJWKSet(signer.publicKeys())
  const remembered = new Map<string, AccessToken>()
  const now = () => Math.floor(clock.now().getTime() / 1000)

  async function verify(token: string): Promise<AccessToken | null> {
    const rules = { algorithms: ['ES256'], typ: TYPE, issuer: config.origin, audience: config.origin }
    const currentDate = clock.now()
    const claims = await verifiedClaims(token, Claims, (jwt) =>
      jwtVerify(jwt, keys, { ...rules, currentDate }),
    )
    if (!claims) return null
    const { sub, scope, cnf, exp } = claims
    return { client_id: sub, scopes: scope.split(' '), jkt: cnf?.jkt ?? null, exp }
  }

  return {
    issue(client_id: string, scopes: OAuthScope[], jkt: string | null) {
      const scope = scopes.join(' ')
      const access_token = signer.sign(TYPE, {
        iss: config.origin,
        aud: config.origin,
        sub: client_id,
        client_id,
        scope,
        jti: random.id(),
        iat: now(),
        exp: now() + LIFE_S,
        ...(jkt === null ? {} : { cnf: { jkt } }),
      })
      return { access_token, token_type: jkt === null ? 'Bearer' : 'DPoP', expires_in: LIFE_S, scope }
    },

    /** @returns null for a token that does not verify or has expired. */
    async read(token: string): Promise<AccessToken | null> {
      const known = remembered.get(token) ?? (await verify(token))
      if (!known || known.exp <= now()) {
        remembered.delete(token)
        return null
      }
      if (remembered.size >= REMEMBERED) remembered.clear()
      remembered.set(token, known)
      return known
    },
  }
}

export type AccessTokens = ReturnType<typeof createAccessTokens>
