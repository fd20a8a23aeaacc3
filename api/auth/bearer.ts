import { createMiddleware } from 'hono/factory'
import type { Config } from '../config.ts'
import type { OAuthScope } from '../contract/holder.ts'
import type { Clock } from '../domain/clock.ts'
import type { Env } from '../http/env.ts'
import type { Limits } from '../http/limits.ts'
import { ProblemError } from '../problem.ts'
import type { Holders } from '../registries/holders.ts'
import type { Store } from '../store/store.ts'
import type { AccessTokens } from './access-tokens.ts'
import { DPOP_ALGORITHMS, verifyProof } from './dpop.ts'

/** One scheme, one space, one token68 (RFC 9110 §11.4, RFC 6750 §2.1). */
const CREDENTIALS = /^(Bearer|DPoP) ([\w.~+/-]+=*)$/i

/**
 * Admits a holder by its access token when the token carries one of `scopes`. The token is a bearer token (RFC 6750),
 * or bound to a key with a proof of it (RFC 9449).
 * @param metered whether the client's rate limit counts the request.
 * @throws ProblemError invalid-token, insufficient-scope, each with its `WWW-Authenticate`; rate-limited
 */
export const bearer =
  (
    deps: {
      accessTokens: AccessTokens
      config: Config
      holders: Holders
      limits: Limits
      clock: Clock
      store: Store
    },
    metered = true,
  ) =>
  (...scopes: OAuthScope[]) =>
    createMiddleware<Env>(async (c, next) => {
      const authorization = c.req.header('authorization') ?? ''
      const [, scheme = '', token = ''] = CREDENTIALS.exec(authorization) ?? []
      const dpop = /^dpop\b/i.test(authorization)
      const refuse = (error?: 'invalid_token' | 'insufficient_scope' | 'invalid_dpop_proof') => {
        const said = error ? `error="${error}"` : `realm="${deps.config.origin}"`
        const challenge = dpop ? `DPoP ${said}, algs="${DPOP_ALGORITHMS.join(' ')}"` : `Bearer ${said}`
        return new ProblemError(error === 'insufficient_scope' ? 'insufficient-scope' : 'invalid-token', {
          headers: { 'WWW-Authenticate': challenge },
        })
      }
      if (!scheme) throw refuse()
      const access = await deps.accessTokens.read(token)
      const holder = access && deps.holders.find(access.client_id)
      if (!holder || dpop !== (access.jkt !== null) || (holder.dpop && !dpop)) throw refuse('invalid_token')
      if (dpop) {
        const proof = c.req.header('dpop') ?? ''
        const of = { proof, method: c.req.method, url: deps.config.origin + c.req.path, accessToken: token }
        if ((await verifyProof(deps, of)) !== access.jkt) throw refuse('invalid_dpop_proof')
      }
      if (!scopes.some((scope) => access.scopes.includes(scope))) throw refuse('insufficient_scope')
      if (metered) deps.limits.chargeClient(holder.client_id)
      c.set('holder', holder)
      await next()
    })
