import { type Context, Hono } from 'hono'
import { createAssertionsAside } from '../../auth/assertions-aside.ts'
import { authenticateClient, CLIENT_ASSERTION_TYPE } from '../../auth/client-assertion.ts'
import { verifyProof } from '../../auth/dpop.ts'
import { type OAuthScope, SCOPES } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import { readText } from '../../http/body/body.ts'
import { bodyFault } from '../../http/body/guard.ts'
import type { Env } from '../../http/env.ts'
import { ProblemError } from '../../problem.ts'

const FORM_BYTES = 16 * 1024
const NO_STORE = { 'Cache-Control': 'no-store' }

/**
 * The token endpoint (RFC 6749 §4.4): client credentials by private_key_jwt; a token is bound to the client's key
 * where it sends a DPoP proof. While the store cannot be written, a token only allows reading. Errors have OAuth's
 * own shape (§5.2). What is wrong with an assertion is told only to the client that signed it.
 */
export function createOAuthRoutes(deps: Deps) {
  const { config, accessTokens, limits, log } = deps
  const aside = createAssertionsAside(deps)
  const refuse = (c: Context<Env>, status: 400 | 401, error: string, error_description?: string | null) => {
    log.info({ error, error_description }, 'token refused')
    return c.json({ error, ...(error_description ? { error_description } : {}) }, status, NO_STORE)
  }

  return new Hono<Env>().post('/oauth/token', async (c) => {
    const fault = bodyFault(c, ['application/x-www-form-urlencoded'])
    if (fault) {
      for (const [name, value] of Object.entries(fault.headers)) c.header(name, value)
      return refuse(c, 400, 'invalid_request', fault.detail)
    }
    // A client that tries another way of authentication is answered in that scheme (RFC 6749 §5.2), even beside an
    // assertion (§2.3).
    if (/^basic\b/i.test(c.req.header('authorization') ?? '')) {
      c.header('WWW-Authenticate', `Basic realm="${config.origin}"`)
      return refuse(c, 401, 'invalid_client', 'clients authenticate by private_key_jwt alone')
    }
    const form = new URLSearchParams(await readText(c, FORM_BYTES))
    for (const name of form.keys()) if (form.getAll(name).length > 1) return refuse(c, 400, 'invalid_request')
    const grant = form.get('grant_type')
    const assertion = form.get('client_assertion')
    if (!grant) return refuse(c, 400, 'invalid_request')
    if (!assertion || form.get('client_assertion_type') !== CLIENT_ASSERTION_TYPE)
      return refuse(c, 401, 'invalid_client')
    const client = await authenticateClient(deps, aside, assertion)
    if (!client.holder) return refuse(c, 401, 'invalid_client', client.fault)
    const { holder, noted } = client
    // Charged only after authentication: naming a client must not use up that client's limit.
    limits.chargeClient(holder.client_id)
    const named = form.get('client_id')
    if (named !== null && named !== holder.client_id)
      return refuse(c, 401, 'invalid_client', 'client_id: must be that of the assertion')
    if (grant !== 'client_credentials') return refuse(c, 400, 'unsupported_grant_type')
    const scopes = requestedScopes(form.get('scope') ?? undefined)
    if (!scopes) return refuse(c, 400, 'invalid_scope')
    const given = noted ? scopes : scopes.filter((scope) => scope === 'ssf.read')
    if (given.length === 0) throw new ProblemError('store-unavailable')
    const proof = c.req.header('dpop')
    const of = { method: 'POST', url: `${config.origin}/oauth/token` }
    const jkt = proof === undefined ? null : await verifyProof(deps, { ...of, proof })
    if (jkt === null && (proof !== undefined || holder.dpop)) return refuse(c, 400, 'invalid_dpop_proof')
    log.info({ client: holder.client_id }, 'token issued')
    return c.json(accessTokens.issue(holder.client_id, given, jkt), 200, NO_STORE)
  })
}

/** The scopes of a request, or null when it names one that we do not know. */
function requestedScopes(text: string | undefined): OAuthScope[] | null {
  if (!text) return [...SCOPES]
  const wanted = text.split(' ').filter(Boolean)
  const known = SCOPES.filter((scope) => wanted.includes(scope))
  return known.length === new Set(wanted).size && known.length > 0 ? known : null
}
