import { type OAuthScope, SCOPES } from '../contract/holder.ts'
import { catalogue } from './catalogue.ts'
import { jsonSchemas } from './components.ts'
import { delivery } from './delivery.ts'
import { discovery } from './discovery.ts'
import { linkages } from './linkages.ts'
import { oauth } from './oauth.ts'
import type { Resource } from './operation.ts'
import { operationObject } from './operation-object.ts'
import { problemResponse, problemsByStatus, responseName } from './problems.ts'
import { projects } from './projects.ts'
import { statusLists } from './status-lists.ts'
import { streams } from './streams.ts'
import { usage } from './usage.ts'

/** The interface of data holders, in the order in which a holder meets it. */
export const RESOURCES: Resource[] = [
  discovery,
  catalogue,
  oauth,
  linkages,
  streams,
  delivery,
  statusLists,
  projects,
  usage,
]

const ABOUT =
  'Databases register the records that they have linked, read which linkages people have stopped, and say when they act on it.'

const SCOPE_MEANINGS: Record<OAuthScope, string> = {
  'linkages.write': 'Register linkages and take them back.',
  'ssf.read': 'Poll, acknowledge, report what was applied, load status lists.',
  'ssf.manage': 'Create, change and delete streams.',
  'usage.write': 'Register projects, report what the data was used for.',
}

/** @param origin of this service. @returns the interface as OpenAPI 3.1. */
export function openApiDocument(origin: string) {
  const operations = RESOURCES.flatMap((resource) => resource.operations)
  const problems = operations.flatMap(problemsByStatus)
  return {
    openapi: '3.1.0',
    info: { title: 'Erabu for data holders', version: '1.0.0', description: ABOUT },
    servers: [{ url: origin }],
    tags: RESOURCES.map(({ tag, description }) => ({ name: tag, description })),
    paths: pathsOf(),
    components: {
      schemas: jsonSchemas(),
      responses: Object.fromEntries(
        problems.map(([status, codes]) => [responseName(codes), problemResponse(status, codes)]),
      ),
      securitySchemes: {
        oauth2: {
          type: 'oauth2',
          description:
            'Client credentials with private_key_jwt (RFC 7523). Bearer tokens, or DPoP-bound ones (RFC 9449) when a proof is sent.',
          flows: {
            clientCredentials: {
              tokenUrl: `${origin}/oauth/token`,
              scopes: Object.fromEntries(SCOPES.map((scope) => [scope, SCOPE_MEANINGS[scope]])),
            },
          },
        },
      },
    },
  }
}

export type OpenApiDocument = ReturnType<typeof openApiDocument>

function pathsOf(): Record<string, Record<string, ReturnType<typeof operationObject>>> {
  const paths: ReturnType<typeof pathsOf> = {}
  for (const { tag, operations } of RESOURCES)
    for (const operation of operations) {
      const { path, method } = operation
      paths[path] = { ...paths[path], [method]: operationObject(tag, operation) }
    }
  return paths
}
