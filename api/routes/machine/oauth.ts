import { type Context, Hono } from 'hono'
import type { Deps } from '../../deps.ts'
import { ACCESS_TOKEN_SECONDS, ACCESS_TOKEN_TYPE, requestedScopes } from '../../http/bearer.ts'
import type { Env } from '../../http/env.ts'
import { atMost } from '../../http/guard.ts'
import { authenticateClient, CLIENT_ASSERTION_TYPE } from './client-assertion.ts'

const NO_STORE = { 'Cache-Control': 'no-store' }

/** The token endpoint (RFC 6749 §4.4): client credentials by private_key_jwt. Errors in OAuth's own shape (§5.2). */
export function createOAuthRoutes(deps: Deps) {
  const { config, signer, chance } = deps
  const refuse = (c: Context<Env>, status: 400 | 401, error: string) => {
    c.get('log').info({ error }, 'token refused')
    return c.json({ error }, status, NO_STORE)
  }

  return new Hono<Env>().post('/oauth/token', atMost(16 * 1024), async (c) => {
    if (!c.req.header('content-type')?.toLowerCase().startsWith('application/x-www-form-urlencoded'))
      return refuse(c, 400, 'invalid_request')
    const form = new URLSearchParams(await c.req.text())
    for (const name of form.keys()) if (form.getAll(name).length > 1) return refuse(c, 400, 'invalid_request')
    const grant = form.get('grant_type')
    const assertion = form.get('client_assertion')
    if (!grant) return refuse(c, 400, 'invalid_request')
    if (!assertion || form.get('client_assertion_type') !== CLIENT_ASSERTION_TYPE)
      return refuse(c, 401, 'invalid_client')
    const holder = await authenticateClient(deps, assertion)
    if (!holder) return refuse(c, 401, 'invalid_client')
    const named = form.get('client_id')
    if (named !== null && named !== holder.client_id) return refuse(c, 401, 'invalid_client')
    if (grant !== 'client_credentials') return refuse(c, 400, 'unsupported_grant_type')
    const scopes = requestedScopes(form.get('scope') ?? undefined)
    if (!scopes) return refuse(c, 400, 'invalid_scope')
    const now = Math.floor(chance.now().getTime() / 1000)
    const scope = scopes.join(' ')
    const access_token = await signer.sign(ACCESS_TOKEN_TYPE, {
      iss: config.origin,
      aud: config.origin,
      sub: holder.client_id,
      client_id: holder.client_id,
      scope,
      jti: chance.id(),
      iat: now,
      exp: now + ACCESS_TOKEN_SECONDS,
    })
    return c.json(
      { access_token, token_type: 'Bearer', expires_in: ACCESS_TOKEN_SECONDS, scope },
      200,
      NO_STORE,
    )
  })
}
