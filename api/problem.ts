import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { PROBLEM_TITLES } from './contract/problem-titles.ts'
import { PROBLEM_STATUS, type Problem, type ProblemCode } from './contract/problems.ts'
import type { Deps } from './deps.ts'
import type { Env } from './http/env.ts'
import { securityHeadersOf } from './http/headers.ts'
import { StoreFull, StoreUnavailable, UnstorableText } from './store/errors.ts'

/** The one error of the service: a code of the problem table, and what may be said about it. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly code: ProblemCode
  readonly detail: string | undefined
  readonly issues: { path: string; message: string }[] | undefined
  readonly removed_at: string | undefined
  readonly headers: Record<string, string>
  /** @param options.detail words of ours, without anything of the request. @param options.reason for the log alone; it never leaves the process. */
  constructor(
    code: ProblemCode,
    options: {
      detail?: string
      issues?: { path: string; message: string }[]
      removed_at?: string
      headers?: Record<string, string>
      reason?: string
    } = {},
  ) {
    super(options.reason ?? code)
    this.code = code
    this.detail = options.detail
    this.issues = options.issues
    this.removed_at = options.removed_at
    this.headers = options.headers ?? {}
  }
}

/** How the service says that something went wrong. Every such answer has a request id of its own, which is logged. */
export function createProblems({
  log,
  refusals,
  chance,
  config,
}: Pick<Deps, 'log' | 'refusals' | 'chance' | 'config'>) {
  const security = securityHeadersOf(config.origin)

  function answer(c: Context, error: ProblemError, request_id: string): Response {
    const status = PROBLEM_STATUS[error.code]
    const body: Problem = {
      type: `urn:erabu:problem:${error.code}`,
      title: PROBLEM_TITLES[error.code],
      status,
      ...(error.detail ? { detail: error.detail } : {}),
      ...(error.issues ? { issues: error.issues } : {}),
      ...(error.removed_at ? { removed_at: error.removed_at } : {}),
      request_id,
    }
    const retry = status === 429 || status === 503 ? { 'Retry-After': '5' } : {}
    return c.body(JSON.stringify(body), status, {
      ...security,
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...retry,
      ...error.headers,
    })
  }

  /** Any thrown value ▶ `application/problem+json`. What is unknown becomes `internal`, without detail. */
  const onError: ErrorHandler<Env> = (thrown, c) => {
    const error = thrown instanceof ProblemError ? thrown : new ProblemError(codeOf(thrown))
    const request_id = chance.id()
    refusals.count(error.code)
    if (error.code === 'internal') log.error({ request_id, err: thrown }, 'request failed')
    else log.info({ request_id, problem: error.code, reason: thrown.message }, 'request refused')
    return answer(c, error, request_id)
  }

  const notFound: NotFoundHandler<Env> = (c) => answer(c, new ProblemError('not-found'), chance.id())

  return { onError, notFound }
}

function codeOf(thrown: unknown): ProblemCode {
  if (thrown instanceof HTTPException) {
    if (thrown.status === 413) return 'body-too-large'
    if (thrown.status < 500) return 'invalid-request'
  }
  if (thrown instanceof StoreUnavailable) return 'store-unavailable'
  if (thrown instanceof StoreFull) return 'store-full'
  if (thrown instanceof UnstorableText) return 'invalid-request'
  return 'internal'
}
