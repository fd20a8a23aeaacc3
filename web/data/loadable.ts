import type { ProblemCode } from '../../api/contract/problems.ts'

/** Why something did not work: a problem of the api, or what happened on this side of it. `retryAfter` in seconds. */
export type Failure = {
  code: ProblemCode | 'offline' | 'cancelled' | 'unsupported' | 'unreadable' | 'not-kept' | 'not-erased'
  retryAfter?: number
  /** RFC 3339: when the passkey was removed. */
  removedAt?: string
}

/** A value on its way to a screen. `asOf` says when the server gave it, `from` where this copy comes from. */
export type Loadable<T> =
  | { status: 'loading' }
  | { status: 'ready'; value: T; asOf: Date; from: 'server' | 'device' }
  | { status: 'failed'; failure: Failure }
