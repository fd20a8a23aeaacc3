import type { MiddlewareHandler } from 'hono'
import { validator } from 'hono/validator'
import type { z } from 'zod'
import { withoutNulls } from '../../contract/absent.ts'
import { holdsMyNumber } from '../../contract/free-text.ts'
import type { ProblemCode } from '../../contract/problems.ts'
import { readJson } from '../../domain/json.ts'
import { ProblemError } from '../../problem.ts'
import type { Env } from '../env.ts'
import { readText } from './body.ts'
import { requireBodyOf } from './guard.ts'
import { issuesOf, plainIssues, type Sender } from './issues.ts'

/** A body with more bytes is a large one. */
export const JSON_BYTES = 64 * 1024

export type Validated<T extends z.ZodType> = { in: { json: z.input<T> }; out: { json: z.output<T> } }

const jsonOf =
  (sender: Sender) =>
  <T extends z.ZodType>(schema: T): MiddlewareHandler<Env, string, Validated<T>> =>
  async (c, next) => {
    requireBodyOf(c, ['application/json'])
    const sent = parseJson(await readText(c, JSON_BYTES), sender)
    c.req.addValidatedData('json', parse(schema, sent, sender) as object)
    await next()
  }

/**
 * Reads a JSON body and checks it against a schema; the handler receives it typed.
 * @throws ProblemError unsupported-media-type, body-too-large, invalid-request, my-number-refused
 */
export const json = jsonOf('person')

/** The same for a holder's program: its machine identifiers may contain any digits. */
export const programJson = jsonOf('program')

/** @throws ProblemError invalid-request, my-number-refused */
export function parseJson(text: string, sender: Sender): unknown {
  try {
    return readJson(text)
  } catch {
    throw refusalOf(null, null, { sender, holdsMyNumber: sender === 'person' && holdsMyNumber(text) })
  }
}

/** Checks the query of a request. @throws ProblemError invalid-request, my-number-refused */
export const query = <T extends z.ZodType>(schema: T, sender: Sender = 'person') =>
  validator('query', (value: unknown) => parse(schema, value, sender))

/**
 * A value parsed by its schema. An optional member that is null is absent. @throws ProblemError as `refusalOf` says
 */
export function parse<T extends z.ZodType>(schema: T, value: unknown, sender: Sender = 'person'): z.infer<T> {
  const result = schema.safeParse(withoutNulls(schema, value))
  if (result.success) return result.data
  const found = sender === 'person' && holdsMyNumber(withoutEscapes(value))
  throw refusalOf(schema, result.error, { sender, holdsMyNumber: found })
}

/** The input as text to search: an escaped line break must not look like a letter before a number. */
export const withoutEscapes = (value: unknown): string => (JSON.stringify(value) ?? '').replace(/\\./g, ' ')

/**
 * Why input is refused; nothing of the input is repeated. invalid-request: the path of each fault. number-refused: a
 * number in free text. my-number-refused: input of a person that does not fit contains a My Number, anywhere.
 * @param error null: it is no JSON.
 */
export function refusalOf(
  schema: z.ZodType | null,
  error: z.core.$ZodError | null,
  { sender, holdsMyNumber }: { sender: Sender; holdsMyNumber: boolean },
): ProblemError {
  const refused = (error ? plainIssues(error) : []).find(
    (issue) => issue.code === 'custom' && issue.params?.problem,
  )
  if (refused?.code === 'custom') return new ProblemError(refused.params?.problem as ProblemCode)
  if (holdsMyNumber) return new ProblemError('my-number-refused')
  const issues =
    schema && error ? issuesOf(schema, error, { sender }) : [{ path: '', message: 'must be JSON' }]
  return new ProblemError('invalid-request', { issues })
}
