import { CLIENT_ASSERTION_ALGORITHMS } from '../auth/client-assertion.ts'
import { DPOP_ALGORITHMS } from '../auth/dpop.ts'
import type { Resource } from './operation.ts'

export const oauth: Resource = {
  tag: 'Access',
  description: 'OAuth 2.0 client credentials. A client sees only its own databases: anything else is 404.',
  operations: [
    {
      method: 'post',
      path: '/oauth/token',
      id: 'issueAccessToken',
      summary: 'Get an access token',
      description: [
        'The client signs an assertion with its own key (private_key_jwt, RFC 7523): `iss` and `sub` are the',
        '`client_id`, `aud` is our origin as one string, `jti` is used once, `exp` lies at most 5 minutes ahead.',
        `Algorithms: ${CLIENT_ASSERTION_ALGORITHMS.join(', ')}. With a DPoP proof (RFC 9449) the token is bound to`,
        'its key. Tokens live 15 minutes.',
      ].join(' '),
      access: 'public',
      parameters: [
        {
          name: 'DPoP',
          in: 'header',
          description: `DPoP proof (RFC 9449 §4): ${DPOP_ALGORITHMS.join(', ')}.`,
        },
      ],
      body: { form: 'TokenRequest' },
      answers: {
        200: { description: 'The token.', json: 'TokenAnswer' },
        400: { description: 'Refused, in the shape of RFC 6749 §5.2.', json: 'OAuthError' },
        401: { description: 'The client could not be authenticated.', json: 'OAuthError' },
      },
      problems: ['rate-limited'],
    },
  ],
}
