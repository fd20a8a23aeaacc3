import { z } from 'zod'
import { type Document, isObject, type JsonObject } from './openapi-document.ts'

/**
 * A validator made only from the published document.
 * @param closed refuses members that the schema does not name, although readers must ignore them.
 */
export function validator(document: Document, schema: JsonObject, closed = false): z.ZodType {
  const $defs = closed ? close(document.components.schemas) : document.components.schemas
  const own = closed ? close(schema) : schema
  const text = JSON.stringify({ ...(own as JsonObject), $defs })
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')))
}

function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(close)
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, close(inner)] as const)
  const open = value.type === 'object' && isObject(value.properties) && !('additionalProperties' in value)
  return { ...Object.fromEntries(entries), ...(open ? { additionalProperties: false } : {}) }
}
