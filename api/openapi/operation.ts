import type { OAuthScope } from '../contract/holder.ts'
import type { ProblemCode } from '../contract/problems.ts'
import type { Schema, SchemaName } from './components.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Newline-delimited JSON: every line has one shape, except the first where `first` is set. */
export type Lines = { line: SchemaName; first?: SchemaName }

export type Body = { json: SchemaName } | { form: SchemaName } | { ndjson: Lines }

export type Parameter = {
  name: string
  in: 'query' | 'path' | 'header'
  description: string
  required?: boolean
  schema?: Schema
}

export type Answer = {
  description: string
  /** Named schema, or several where the answer is one of them. */
  json?: SchemaName | Schema
  ndjson?: Lines
  /** Any other media type. */
  other?: { type: string; schema: SchemaName | Schema }
  headers?: Record<string, string>
}

/** One call of the interface. `problems.ts` adds what every call of its kind answers. */
export type Operation = {
  method: Method
  /** With parameters in braces. */
  path: string
  id: string
  summary: string
  description?: string
  /** `public`, or the scopes of which the access token needs one. */
  access: 'public' | OAuthScope[]
  parameters?: Parameter[]
  body?: Body
  answers: Record<number, Answer>
  problems?: ProblemCode[]
  /** Problems that other calls of its kind answer and this one cannot. */
  never?: ProblemCode[]
}

/** The calls of one resource. */
export type Resource = { tag: string; description: string; operations: Operation[] }
