import { Hono } from 'hono'
import { CLIENT_ASSERTION_ALGORITHMS } from '../../auth/client-assertion.ts'
import { DPOP_ALGORITHMS } from '../../auth/dpop.ts'
import { SCOPES } from '../../contract/holder.ts'
import type { Deps } from '../../deps.ts'
import type { Env } from '../../http/env.ts'

const PUBLIC = { 'Cache-Control': 'public, max-age=300', 'Access-Control-Allow-Origin': '*' }

/** Documents that a machine reads first: OAuth metadata (RFC 8414), SSF 1.0 configuration, our public keys. */
export function createDiscoveryRoutes({ config, signer }: Deps) {
  const { origin } = config
  const jwks_uri = `${origin}/jwks.json`

  return new Hono<Env>()
    .get('/.well-known/oauth-authorization-server', (c) =>
      c.json(
        {
          issuer: origin,
          token_endpoint: `${origin}/oauth/token`,
          jwks_uri,
          scopes_supported: SCOPES,
          // Required and must not be empty (RFC 8414 §2, §3.2), although there is no authorization endpoint.
          response_types_supported: ['none'],
          grant_types_supported: ['client_credentials'],
          token_endpoint_auth_methods_supported: ['private_key_jwt'],
          dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
          token_endpoint_auth_signing_alg_values_supported: CLIENT_ASSERTION_ALGORITHMS,
        },
        200,
        PUBLIC,
      ),
    )
    .get('/.well-known/ssf-configuration', (c) =>
      c.json(
        {
          spec_version: '1_0',
          issuer: origin,
          jwks_uri,
          delivery_methods_supported: ['urn:ietf:rfc:8936'],
          configuration_endpoint: `${origin}/ssf/streams`,
          status_endpoint: `${origin}/ssf/status`,
          verification_endpoint: `${origin}/ssf/verify`,
          authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
          default_subjects: 'ALL',
        },
        200,
        PUBLIC,
      ),
    )
    .get('/jwks.json', (c) => c.json(signer.publicKeys(), 200, PUBLIC))
}
