/** An OpenAPI 3.1 document as an independent tool reads it. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
type Content = Record<string, { schema?: JsonObject } & Record<string, JsonObject>>
export type JsonObject = { [name: string]: Json }
export type OperationObject = {
  operationId?: string
  summary?: string
  tags?: string[]
  security?: Record<string, string[]>[]
  parameters?: { name: string; in: string; description?: string; required?: boolean; schema?: JsonObject }[]
  requestBody?: { required?: boolean; content: Content }
  responses: Record<string, ResponseObject>
}
export type ResponseObject = { $ref?: string; description?: string; content?: Content }
export type Document = {
  openapi: string
  info: { title: string; version: string }
  servers: { url: string }[]
  tags: { name: string }[]
  paths: Record<string, Record<string, OperationObject>>
  components: {
    schemas: Record<string, JsonObject>
    responses: Record<string, ResponseObject>
    securitySchemes: Record<string, { flows: { clientCredentials: { scopes: Record<string, string> } } }>
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export type Place = { path: string; method: string; operation: OperationObject }

export const operationsOf = ({ paths }: Document): Place[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

/** Every `$ref` below a value. */
export function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  )
}

/** The target of a JSON pointer in a URI fragment; undefined when there is none. */
export const lookUp = (document: unknown, ref: string): unknown =>
  ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
