import { z } from 'zod'
import { SCOPES } from '../contract/holder.ts'

export const OAuthMetadata = z.object({
  issuer: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  scopes_supported: z.array(z.enum(SCOPES)),
  response_types_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  token_endpoint_auth_methods_supported: z.array(z.string()),
  token_endpoint_auth_signing_alg_values_supported: z.array(z.string()),
  dpop_signing_alg_values_supported: z.array(z.string()),
})

export const SsfConfiguration = z.object({
  spec_version: z.literal('1_0'),
  issuer: z.url(),
  jwks_uri: z.url(),
  delivery_methods_supported: z.array(z.string()),
  configuration_endpoint: z.url(),
  status_endpoint: z.url(),
  verification_endpoint: z.url(),
  authorization_schemes: z.array(z.object({ spec_urn: z.string() })),
  default_subjects: z.literal('ALL'),
})

export const Jwks = z.object({
  keys: z.array(
    z.looseObject({
      kty: z.string(),
      kid: z.string(),
      alg: z.string().optional(),
    }),
  ),
})
