import { FILE_NAMES } from './files.ts'
import type { Operation, Resource } from './operation.ts'

const fileOperation = (name: (typeof FILE_NAMES)[number]): Operation => ({
  method: 'get',
  path: `/openapi/files/${name}.json`,
  id: `getSchemaOf${name[0]?.toUpperCase()}${name.slice(1)}`,
  summary: `Schema of the file of ${name}`,
  description: 'What an operator writes down, by the schema that validates it at the start.',
  access: 'public',
  never: ['store-unavailable'],
  answers: { 200: { description: 'JSON Schema 2020-12.', json: { type: 'object' } } },
})

export const discovery: Resource = {
  tag: 'Discovery',
  description: 'What a machine reads first. Public; may be cached for five minutes.',
  operations: [
    {
      method: 'get',
      path: '/.well-known/oauth-authorization-server',
      id: 'getOAuthMetadata',
      summary: 'OAuth metadata (RFC 8414)',
      access: 'public',
      never: ['store-unavailable'],
      answers: { 200: { description: 'Where and how to get an access token.', json: 'OAuthMetadata' } },
    },
    {
      method: 'get',
      path: '/.well-known/ssf-configuration',
      id: 'getSsfConfiguration',
      summary: 'Transmitter configuration (SSF 1.0 §7)',
      access: 'public',
      never: ['store-unavailable'],
      answers: { 200: { description: 'Where streams are managed.', json: 'SsfConfiguration' } },
    },
    {
      method: 'get',
      path: '/jwks.json',
      id: 'getKeys',
      summary: 'Our public keys (RFC 7517)',
      description:
        'They verify SETs, status lists, access tokens and receipts. Load again when you meet a new `kid`.',
      access: 'public',
      never: ['store-unavailable'],
      answers: { 200: { description: 'Every key under which something may still be valid.', json: 'Jwks' } },
    },
    {
      method: 'get',
      path: '/openapi.json',
      id: 'getOpenApi',
      summary: 'This document',
      access: 'public',
      never: ['store-unavailable'],
      answers: { 200: { description: 'OpenAPI 3.1.', json: { type: 'object' } } },
    },
    {
      method: 'get',
      path: '/openapi/examples.json',
      id: 'getExamples',
      summary: 'Examples to test a client with',
      description: 'Digests, signed events and a status list, with the keys that verify them.',
      access: 'public',
      never: ['store-unavailable'],
      answers: { 200: { description: 'Fixed data, not of any service.', json: { type: 'object' } } },
    },
    ...FILE_NAMES.map(fileOperation),
  ],
}
