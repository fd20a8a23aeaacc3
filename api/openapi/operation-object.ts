import { refTo, type Schema, type SchemaName } from './components.ts'
import type { Answer, Body, Lines, Operation, Parameter } from './operation.ts'
import { problemsByStatus, responseName } from './problems.ts'

/** An operation in OpenAPI's form. @throws Error when a problem has the status of another answer. */
export function operationObject(tag: string, operation: Operation) {
  const { id, summary, description, access, parameters, body } = operation
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    // An empty list means that the call is public; of several requirements one is enough.
    security: access === 'public' ? [] : access.map((scope) => ({ oauth2: [scope] })),
    ...(parameters ? { parameters: parameters.map(parameterObject) } : {}),
    ...(body ? { requestBody: { required: true, content: contentOf(body) } } : {}),
    responses: responsesOf(operation),
  }
}

const parameterObject = ({ schema = { type: 'string' }, required = false, ...rest }: Parameter) => ({
  ...rest,
  required,
  schema,
})

function responsesOf(operation: Operation): Record<string, object> {
  const responses: Record<string, object> = {}
  for (const [status, answer] of Object.entries(operation.answers)) responses[status] = responseObject(answer)
  for (const [status, codes] of problemsByStatus(operation)) {
    if (responses[status]) throw new Error(`${operation.id} answers ${status} twice`)
    responses[status] = { $ref: `#/components/responses/${responseName(codes)}` }
  }
  return responses
}

function responseObject({ description, json, ndjson, other, headers }: Answer) {
  const content = {
    ...(json ? { 'application/json': { schema: schemaOf(json) } } : {}),
    ...(ndjson ? linesContent(ndjson, ['application/x-ndjson']) : {}),
    ...(other ? { [other.type]: { schema: schemaOf(other.schema) } } : {}),
  }
  const described = Object.entries(headers ?? {}).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ])
  return {
    description,
    ...(described.length > 0 ? { headers: Object.fromEntries(described) as Record<string, object> } : {}),
    ...(Object.keys(content).length > 0 ? { content } : {}),
  }
}

function contentOf(body: Body): Record<string, object> {
  if ('json' in body) return { 'application/json': { schema: refTo(body.json) } }
  if ('form' in body) return { 'application/x-www-form-urlencoded': { schema: refTo(body.form) } }
  return linesContent(body.ndjson, ['application/x-ndjson', 'application/ndjson'])
}

/** OpenAPI 3.1 cannot describe a sequence of values: the schema of a line stands beside the text that carries it. */
function linesContent({ first, line }: Lines, types: string[]): Record<string, object> {
  const media = {
    schema: { type: 'string', description: linesDescription(first) },
    ...(first ? { 'x-ndjson-first-line': refTo(first) } : {}),
    'x-ndjson-line': refTo(line),
  }
  return Object.fromEntries(types.map((type) => [type, media]))
}

const linesDescription = (first?: SchemaName) =>
  first
    ? 'Newline-delimited JSON: the first line as `x-ndjson-first-line`, every other as `x-ndjson-line`.'
    : 'Newline-delimited JSON: every line is as `x-ndjson-line`.'

const schemaOf = (schema: SchemaName | Schema): Schema =>
  typeof schema === 'string' ? refTo(schema) : schema
