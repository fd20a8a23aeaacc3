import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { PROBLEMS, type Problem, type ProblemCode } from './contract/problems.ts'
import type { Env } from './http/env.ts'

/** The one error of the service: a code of the problem table, and what may be said about it. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly code: ProblemCode
  readonly issues: { path: string; message: string }[] | undefined
  readonly headers: Record<string, string>
  /** @param reason for the log alone; it never leaves the process. */
  constructor(
    code: ProblemCode,
    options: {
      issues?: { path: string; message: string }[]
      headers?: Record<string, string>
      reason?: string
    } = {},
  ) {
    super(options.reason ?? code)
    this.code = code
    this.issues = options.issues
    this.headers = options.headers ?? {}
  }
}

/** Any thrown value ▶ `application/problem+json`. What is unknown becomes `internal`, without detail. */
export const onError: ErrorHandler<Env> = (thrown, c) => {
  const error = thrown instanceof ProblemError ? thrown : new ProblemError(codeOf(thrown))
  const log = c.get('log')
  const request_id = c.get('requestId')
  if (error.code === 'internal') log.error({ request_id, err: thrown }, 'request failed')
  else log.info({ request_id, problem: error.code, reason: thrown.message }, 'request refused')
  return problemResponse(c, error)
}

export const notFound: NotFoundHandler<Env> = (c) => problemResponse(c, new ProblemError('not-found'))

function codeOf(thrown: unknown): ProblemCode {
  if (thrown instanceof HTTPException) {
    if (thrown.status === 413) return 'body-too-large'
    if (thrown.status < 500) return 'invalid-request'
  }
  return 'internal'
}

function problemResponse(c: Context<Env>, error: ProblemError): Response {
  const { status, title } = PROBLEMS[error.code]
  const body: Problem = {
    type: `urn:erabu:problem:${error.code}`,
    title,
    status,
    ...(error.issues ? { issues: error.issues } : {}),
    request_id: c.get('requestId'),
  }
  const retry = status === 429 || status === 503 ? { 'Retry-After': '5' } : {}
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    ...retry,
    ...error.headers,
  })
}
