import type { MiddlewareHandler } from 'hono'
import { validator } from 'hono/validator'
import type { z } from 'zod'
import { holdsMyNumber } from '../contract/free-text.ts'
import type { ProblemCode } from '../contract/problems.ts'
import { readJson } from '../domain/json.ts'
import { ProblemError } from '../problem.ts'
import { readText } from './body.ts'
import type { Env } from './env.ts'
import { requireBodyOf } from './guard.ts'

type Issue = z.core.$ZodIssue

/** A body of more is a large one. */
export const JSON_BYTES = 64 * 1024
/** Faults that an answer names, each at another place. */
const MOST_ISSUES = 20

export type Validated<T extends z.ZodType> = { in: { json: z.input<T> }; out: { json: z.output<T> } }

/**
 * Reads a JSON body and checks it against a schema; the handler gets it typed.
 * @throws ProblemError unsupported-media-type, body-too-large, invalid-request, my-number-refused
 */
export const json =
  <T extends z.ZodType>(schema: T): MiddlewareHandler<Env, string, Validated<T>> =>
  async (c, next) => {
    requireBodyOf(c, ['application/json'])
    c.req.addValidatedData('json', parse(schema, parseJson(await readText(c, JSON_BYTES))) as object)
    await next()
  }

/** @throws ProblemError invalid-request, my-number-refused */
export function parseJson(text: string): unknown {
  try {
    return readJson(text)
  } catch {
    throw new ProblemError(holdsMyNumber(text) ? 'my-number-refused' : 'invalid-request')
  }
}

/** Checks the query of a request. @throws ProblemError invalid-request, my-number-refused */
export const query = <T extends z.ZodType>(schema: T) =>
  validator('query', (value: unknown) => parse(schema, value))

/** @throws ProblemError as `refusalOf` says */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw refusalOf(schema, result.error.issues, holdsMyNumber(withoutEscapes(value)))
}

/** What was sent as text to search: an escaped line break must not look like a letter before a number. */
export const withoutEscapes = (value: unknown): string => (JSON.stringify(value) ?? '').replace(/\\./g, ' ')

/**
 * Why something is refused: invalid-request, with the place of each fault and never with what was sent; number-refused,
 * for a number in free text; my-number-refused, where that is what does not fit, wherever it stands.
 * @param issues none: it is no JSON.
 */
export function refusalOf(schema: z.ZodType, issues: Issue[], holdsMyNumber: boolean): ProblemError {
  const refused = issues.find((issue) => issue.code === 'custom' && issue.params?.problem)
  if (refused?.code === 'custom') return new ProblemError(refused.params?.problem as ProblemCode)
  if (holdsMyNumber) return new ProblemError('my-number-refused')
  return issues.length === 0
    ? new ProblemError('invalid-request')
    : new ProblemError('invalid-request', { issues: told(schema, issues) })
}

/** The first issue of each place, of as many places as an answer has. */
function told(schema: z.ZodType, issues: Issue[]): { path: string; message: string }[] {
  const byPath = new Map<string, string>()
  for (const issue of issues) {
    if (byPath.size >= MOST_ISSUES) break
    const path = ownNames(schema, issue.path)
    if (!byPath.has(path)) byPath.set(path, messageOf(issue))
  }
  return [...byPath].map(([path, message]) => ({ path, message }))
}

/** A path as far as its names are ours: those below a record are what was sent. */
function ownNames(schema: z.core.$ZodType, [name, ...rest]: PropertyKey[]): string {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (name === undefined || def.type === 'record') return ''
  if (def.type === 'pipe') return ownNames(def.out, [name, ...rest])
  if ('innerType' in def) return ownNames(def.innerType, [name, ...rest])
  const inner =
    def.type === 'object' ? def.shape[String(name)] : def.type === 'array' ? def.element : undefined
  const below = inner ? ownNames(inner, rest) : ''
  return below ? `${String(name)}.${below}` : String(name)
}

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected}`
    case 'unrecognized_keys':
      return 'has unknown members'
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    case 'too_small':
      return `must be at least ${issue.minimum}`
    default:
      return 'has the wrong format'
  }
}
