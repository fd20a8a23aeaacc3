import { type Document, isObject, type Json, type JsonObject, operationsOf } from './openapi-document.ts'
import { validator } from './openapi-validator.ts'

const TYPES = new Set<unknown>(['string', 'integer', 'number', 'boolean', 'null', 'array', 'object'])
const isSchema = (value: unknown) => typeof value === 'boolean' || isObject(value)
const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0
const isText = (value: unknown) => typeof value === 'string'
const isList = (of: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every(of)
const isMapOf = (of: (value: unknown) => boolean) => (value: unknown) =>
  isObject(value) && Object.values(value).every(of)

/** The keywords that we use, each with its allowed values. */
const KEYWORDS: Record<string, (value: unknown) => boolean> = {
  $ref: isText,
  type: (value) => TYPES.has(value),
  description: isText,
  format: isText,
  pattern: (value) => isText(value) && Boolean(new RegExp(String(value), 'u')),
  enum: isList(() => true),
  const: () => true,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  minimum: (value) => typeof value === 'number',
  maximum: (value) => typeof value === 'number',
  required: isList(isText),
  properties: isMapOf(isSchema),
  propertyNames: isSchema,
  additionalProperties: isSchema,
  items: isSchema,
  prefixItems: isList(isSchema),
  allOf: isList(isSchema),
  anyOf: isList(isSchema),
  oneOf: isList(isSchema),
  contentMediaType: isText,
  contentSchema: isSchema,
}

/** The schemas directly inside a schema, each with its name. */
const inside = (schema: JsonObject): [string, Json][] =>
  Object.entries(schema).flatMap(([key, value]): [string, Json][] => {
    if (key === 'const' || key === 'enum') return []
    if (key === 'properties' && isObject(value)) return Object.entries(value)
    return (Array.isArray(value) ? value : [value]).map((one) => [key, one])
  })

function faultsOf(schema: JsonObject, at: string): string[] {
  const { properties = {}, required = [], type } = schema
  const known = isObject(properties) ? properties : {}
  const unknown = Array.isArray(required) ? required.filter((name) => !(String(name) in known)) : []
  return [
    ...Object.entries(schema)
      .filter(([key, value]) => !KEYWORDS[key]?.(value))
      .map(([key]) => `${at}/${key}`),
    ...(type === 'object' ? unknown.map((name) => `${at} requires ${name}`) : []),
    ...inside(schema).flatMap(([key, value]) => (isObject(value) ? faultsOf(value, `${at}/${key}`) : [])),
  ]
}

/** Keywords that are unknown or misused, and named schemas from which no validator can be made. */
export function schemaFaults(document: Document): string[] {
  const inline = operationsOf(document).flatMap(({ operation }) => [
    ...(operation.parameters ?? []).map(({ schema }) => schema),
    ...[operation.requestBody, ...Object.values(operation.responses)].flatMap((one) =>
      Object.values(one?.content ?? {}).map(({ schema }) => schema),
    ),
  ])
  return [
    ...Object.entries(document.components.schemas).flatMap(([name, schema]) => faultsOf(schema, name)),
    ...inline.flatMap((schema, i) => (schema ? faultsOf(schema, `inline ${i}`) : [])),
    ...Object.keys(document.components.schemas).filter((name) => {
      try {
        validator(document, { $ref: `#/components/schemas/${name}` })
        return false
      } catch {
        return true
      }
    }),
  ]
}
