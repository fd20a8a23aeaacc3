import { type ProblemCode, SCREEN_PROBLEMS } from '../../../api/contract/problems.ts'

/** Why a call failed: a problem of the api, or a cause on this side. `retryAfter` is in seconds. */
export type Failure = {
  code:
    | ProblemCode
    | 'offline'
    | 'cancelled'
    | 'unsupported'
    | 'unreadable'
    | 'unanswered'
    | 'not-kept'
    | 'not-erased'
  retryAfter?: number
  /** RFC 3339: when the passkey was removed. */
  removedAt?: string
}

/**
 * Thrown for every answer that is not 2xx, every timeout and every network failure. `status` is 0 if nothing
 * answered.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: Failure['code']
  readonly status: number
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfter: number | undefined
  /** When a passkey was removed, from `removed_at`. */
  readonly removedAt: string | undefined

  constructor(code: Failure['code'], status = 0, retryAfter?: number, removedAt?: string) {
    super(code)
    this.code = code
    this.status = status
    this.retryAfter = retryAfter
    this.removedAt = removedAt
  }
}

/**
 * Turns a thrown value into a Failure. Anything but an ApiError is `unreadable`: a module or an answer that could not
 * be read.
 */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiError)) return { code: 'unreadable' }
  const { code, retryAfter, removedAt } = error
  return {
    code,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(removedAt === undefined ? {} : { removedAt }),
  }
}

/** True when a later attempt may succeed. Until then a stored copy is worth showing. */
export function isTransient({ code }: Failure): boolean {
  if (code === 'offline' || code === 'unreadable') return true
  return isProblemCode(code) && (SCREEN_PROBLEMS[code] >= 500 || code === 'rate-limited')
}

/** True when the challenge is used up, as after every refusal. Fetch a new challenge before the next tap. */
export function needsNewChallenge({ code }: Failure): boolean {
  return code === 'challenge-expired' || (isProblemCode(code) && SCREEN_PROBLEMS[code] === 403)
}

/** True for the code of a problem that a screen can be answered. */
export function isProblemCode(code: string): code is keyof typeof SCREEN_PROBLEMS {
  return Object.hasOwn(SCREEN_PROBLEMS, code)
}
