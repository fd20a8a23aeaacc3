import { validator } from 'hono/validator'
import type { z } from 'zod'
import { ProblemError } from '../problem.ts'

type Issue = z.core.$ZodIssue

/** Checks a JSON body against a schema; the handler gets it typed. @throws ProblemError invalid-request */
export const json = <T extends z.ZodType>(schema: T) =>
  validator('json', (value: unknown) => parse(schema, value))

/** Checks the query of a request. @throws ProblemError invalid-request */
export const query = <T extends z.ZodType>(schema: T) =>
  validator('query', (value: unknown) => parse(schema, value))

/** @throws ProblemError invalid-request, with the place of each fault and never with what was sent. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value)
  if (!result.success)
    throw new ProblemError('invalid-request', { issues: result.error.issues.map(describe) })
  return result.data
}

function describe(issue: Issue): { path: string; message: string } {
  return { path: issue.path.map(String).join('.'), message: messageOf(issue) }
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
