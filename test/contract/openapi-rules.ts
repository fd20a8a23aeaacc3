import { type Document, lookUp, operationsOf, type Place, refsIn } from './openapi-document.ts'
import { schemaFaults } from './openapi-schema-rules.ts'

/** A rule of OpenAPI 3.1, or for a usable document. @returns what breaks it. */
type Rule = (document: Document) => string[]

const each =
  (broken: (place: Place, document: Document) => boolean): Rule =>
  (document) =>
    operationsOf(document)
      .filter((place) => broken(place, document))
      .map(({ method, path }) => `${method} ${path}`)

const templated = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')

/** Components of a kind that nothing outside of their kind refers to. */
function unused(document: Document, kind: 'schemas' | 'responses'): string[] {
  const reached = new Set<string>()
  const follow = (value: unknown): void => {
    for (const ref of refsIn(value)) {
      if (reached.has(ref)) continue
      reached.add(ref)
      follow(lookUp(document, ref))
    }
  }
  follow(document.paths)
  return Object.keys(document.components[kind]).filter((name) => !reached.has(`#/components/${kind}/${name}`))
}

export const RULES = {
  'is OpenAPI 3.1 with title, version and an address': ({ openapi, info, servers }) =>
    /^3\.1\.\d$/.test(openapi) && info.title && info.version && servers.every(({ url }) => URL.canParse(url))
      ? []
      : ['head'],
  'leads every reference somewhere': (document) =>
    refsIn(document).filter((ref) => !ref.startsWith('#/') || lookUp(document, ref) === undefined),
  'carries no component that is not used': (document) => [
    ...unused(document, 'schemas'),
    ...unused(document, 'responses'),
  ],
  'gives each operation an id of its own': (document) => {
    const ids = operationsOf(document).map(({ operation }) => operation.operationId ?? '')
    return ids.filter((id, i) => !/^[a-z][A-Za-z0-9]*$/.test(id) || ids.indexOf(id) !== i)
  },
  'gives each operation a summary and one known tag': each(
    ({ operation: { summary, tags = [] } }, document) =>
      !summary || tags.length !== 1 || !document.tags.some(({ name }) => name === tags[0]),
  ),
  'declares each parameter of a path once, as required, and no other': each(({ path, operation }) => {
    const declared = (operation.parameters ?? []).filter((one) => one.in === 'path')
    const names = declared.map(({ name }) => name).sort()
    return declared.some(({ required }) => !required) || names.join() !== templated(path).sort().join()
  }),
  'describes each parameter and gives it a schema': each(({ operation: { parameters = [] } }) =>
    parameters.some(
      ({ in: place, description, schema }) =>
        !['query', 'path', 'header'].includes(place) || !description || !schema,
    ),
  ),
  'asks for known scopes, or says that a call is public': each(({ operation: { security } }, document) => {
    const { scopes } = document.components.securitySchemes.oauth2?.flows.clientCredentials ?? { scopes: {} }
    return !security?.every(
      ({ oauth2 }) => oauth2 && oauth2.length > 0 && oauth2.every((scope) => scope in scopes),
    )
  }),
  'has one success, PUT also one for what is new, and the refusals that go with a body, a name or a token':
    each(({ method, operation }) => {
      const { responses, security = [], requestBody, parameters = [] } = operation
      const statuses = Object.keys(responses)
      const named = parameters.some((one) => one.required)
      const needed = [
        ...(security.length > 0 ? ['401', '403'] : []),
        ...(requestBody ? ['400'] : []),
        ...(named ? ['404'] : []),
        '500',
      ]
      const successes = statuses.filter((status) => status.startsWith('2'))
      const one = successes.length === 1 || (method === 'put' && successes.join() === '200,201')
      return !one || needed.some((status) => !statuses.includes(status))
    }),
  'describes each answer': (document) =>
    operationsOf(document).flatMap(({ path, operation }) =>
      Object.entries(operation.responses)
        .filter(([, response]) => !response.$ref && !response.description)
        .map(([status]) => `${path} ${status}`),
    ),
  'writes JSON Schema 2020-12': schemaFaults,
} satisfies Record<string, Rule>
