import type { Failure } from '../http/failure.ts'

/** A value on its way to a screen. `asOf` says when the server gave it, `from` where this copy comes from. */
export type Loadable<T> =
  | { status: 'loading' }
  | { status: 'ready'; value: T; asOf: Date; from: 'server' | 'device' }
  | { status: 'failed'; failure: Failure }
