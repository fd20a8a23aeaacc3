import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { PROBLEM_STATUS } from '../contract/problem-status.ts'
import { PROBLEM_TITLES } from '../contract/problem-titles.ts'
import type { Problem, ProblemCode } from '../contract/problems.ts'
import type { Random } from '../domain/random.ts'
import { ProblemError } from '../problem.ts'
import { StoreFull, StoreUnavailable, UnstorableText } from '../store/errors.ts'
import type { Env } from './env.ts'
import { securityHeadersOf } from './headers.ts'
import type { RefusedRequests } from './refused-requests.ts'

/** How the service reports an error. Each such answer has its own request id, which is logged. */
export function createProblems({
  log,
  refusedRequests,
  random,
  config,
}: {
  log: Logger
  refusedRequests: RefusedRequests
  random: Random
  config: Config
}) {
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

  /** Any thrown value ▶ `application/problem+json`. An unknown one becomes `internal`, without detail. */
  const onError: ErrorHandler<Env> = (thrown, c) => {
    const error = thrown instanceof ProblemError ? thrown : new ProblemError(codeOf(thrown))
    const request_id = random.id()
    refusedRequests.count(error.code)
    if (error.code === 'internal') log.error({ request_id, err: thrown }, 'request failed')
    else log.info({ request_id, problem: error.code, reason: thrown.message }, 'request refused')
    return answer(c, error, request_id)
  }

  const notFound: NotFoundHandler<Env> = (c) => answer(c, new ProblemError('not-found'), random.id())

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
