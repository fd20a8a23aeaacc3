import { z } from 'zod'
import { CLIENT_ASSERTION_TYPE } from '../auth/client-assertion.ts'
import {
  CREDENTIAL_CHANGE,
  HEAD_CLAIM,
  LINKAGE_CLAIM,
  PADDING_CLAIM,
  SCOPES,
  STATUS_CLAIM,
  STREAM_UPDATED,
  VERIFICATION,
} from '../contract/holder.ts'
import { Head, headClaim, LinkageChange } from './answers.ts'

const seconds = () => z.int().describe('Seconds since the epoch.')

/**
 * A compact JWS, described the way JSON Schema describes a JWT: as text whose content is header and payload
 * (JSON Schema Validation 2020-12, §8.6).
 * @param typ media type without `application/`. @param payload name of the component.
 */
export const jwt = (typ: string, payload: string) =>
  z.string().meta({
    contentMediaType: `application/${typ}`,
    contentSchema: {
      type: 'array',
      minItems: 2,
      prefixItems: [
        {
          type: 'object',
          properties: { alg: { const: 'ES256' }, typ: { const: typ }, kid: { type: 'string' } },
          required: ['alg', 'typ', 'kid'],
        },
        { $ref: `#/components/schemas/${payload}` },
      ],
      items: { type: 'string' },
    },
  })

export const SetPayload = z.object({
  iss: z.url(),
  aud: z.string().describe('The database.'),
  iat: seconds(),
  jti: z.string(),
  txn: z.string(),
  sub_id: z.object({
    format: z.literal('opaque'),
    id: z.string().describe('The linkage token; of events about the stream, its id.'),
  }),
  events: z
    .object({
      [CREDENTIAL_CHANGE]: z.object({
        credential_type: z.literal('linkage-token'),
        change_type: z.enum(['revoke', 'create']),
        initiating_entity: z.literal('user'),
        event_timestamp: seconds(),
        [LINKAGE_CLAIM]: LinkageChange,
      }),
      [VERIFICATION]: z.object({ state: z.string().optional(), ...headClaim }),
      [STREAM_UPDATED]: z.object({
        status: z.enum(['enabled', 'paused', 'disabled']),
        reason: z.string().optional(),
        ...headClaim,
      }),
    })
    .partial()
    .describe('Exactly one event per SET.'),
})

export const StatusListPayload = z.object({
  sub: z.url().describe('The address of the list.'),
  iat: seconds(),
  exp: seconds().describe('Seconds since the epoch; from then on the list must not be used.'),
  ttl: z.int().describe('Seconds after which to ask for it again.'),
  status_list: z.object({
    bits: z.literal(1),
    lst: z.string().describe('base64url of a zlib stream; entry 0 is the least significant bit of byte 0.'),
  }),
  ...headClaim,
  [PADDING_CLAIM]: z
    .string()
    .describe('Padding without meaning: lists of about one size get the same length.'),
})

export const PollAnswer = z.object({
  sets: z.record(z.string(), jwt('secevent+jwt', 'SetPayload')).describe('SETs by their `jti`.'),
  moreAvailable: z.boolean(),
  [HEAD_CLAIM]: Head,
  [STATUS_CLAIM]: z
    .enum(['paused', 'disabled'])
    .optional()
    .describe(
      'Present while the stream is not enabled. What lies between you and the head is then no gap: it waits (paused) or is dropped (disabled: rewind, or load the lists).',
    ),
})

export const StatusListToken = jwt('statuslist+jwt', 'StatusListPayload')

export const TokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_assertion_type: z.literal(CLIENT_ASSERTION_TYPE),
  client_assertion: z.string().describe('A JWT signed with your key (RFC 7523 §3).'),
  scope: z
    .string()
    .optional()
    .describe(`Any of ${SCOPES.join(', ')}, separated by spaces; all if left out.`),
  client_id: z.string().optional().describe('If given, that of the assertion.'),
})

export const TokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.enum(['Bearer', 'DPoP']),
  expires_in: z.int().describe('Seconds.'),
  scope: z.string(),
})

export const OAuthError = z.object({
  error: z.enum([
    'invalid_request',
    'invalid_client',
    'unsupported_grant_type',
    'invalid_scope',
    'invalid_dpop_proof',
  ]),
  error_description: z
    .string()
    .optional()
    .describe(
      'Which rule was broken, and by how much. The fault of an assertion is named only when your key has signed it.',
    ),
})
