import { createMiddleware } from 'hono/factory'
import { jwtVerify } from 'jose'
import { type OAuthScope, SCOPES } from '../contract/holder.ts'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import type { Env } from './env.ts'

export const ACCESS_TOKEN_TYPE = 'at+jwt'
export const ACCESS_TOKEN_SECONDS = 900

/**
 * Lets a holder in by its access token (RFC 9068, RFC 6750) when the token carries one of `scopes`.
 * @throws ProblemError invalid-token, insufficient-scope, each with its `WWW-Authenticate`
 */
export const bearer = (deps: Pick<Deps, 'signer' | 'config' | 'holders' | 'chance'>) => {
  const key = deps.signer.verificationKey()
  return (...scopes: OAuthScope[]) =>
    createMiddleware<Env>(async (c, next) => {
      const [scheme, token] = (c.req.header('authorization') ?? '').split(' ')
      const refuse = (error?: string) => {
        const parameters = error ? ` error="${error}"` : ` realm="${deps.config.origin}"`
        return new ProblemError(error === 'insufficient_scope' ? 'insufficient-scope' : 'invalid-token', {
          headers: { 'WWW-Authenticate': `Bearer${parameters}` },
        })
      }
      if (scheme?.toLowerCase() !== 'bearer' || !token) throw refuse()
      const claims = await jwtVerify(token, await key, {
        algorithms: ['ES256'],
        typ: ACCESS_TOKEN_TYPE,
        issuer: deps.config.origin,
        audience: deps.config.origin,
        currentDate: deps.chance.now(),
      }).catch(() => null)
      const holder = claims?.payload.sub ? deps.holders.find(claims.payload.sub) : undefined
      if (!claims || !holder) throw refuse('invalid_token')
      const granted = String(claims.payload.scope ?? '').split(' ')
      if (!scopes.some((scope) => granted.includes(scope))) throw refuse('insufficient_scope')
      c.set('holder', holder)
      await next()
    })
}

/** The scopes of a request, or null when it names one that we do not know. */
export function requestedScopes(text: string | undefined): OAuthScope[] | null {
  if (!text) return [...SCOPES]
  const wanted = text.split(' ').filter(Boolean)
  const known = SCOPES.filter((scope) => wanted.includes(scope))
  return known.length === new Set(wanted).size && known.length > 0 ? known : null
}
