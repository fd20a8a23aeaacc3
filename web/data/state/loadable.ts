import type { Failure } from '../http/failure.ts'

/**
 * A value that is loading, loaded or failed. `asOf`: when the server returned it. `from`: where this copy comes from.
 */
export type Loadable<T> = { status: 'loading' } | Ready<T> | { status: 'failed'; failure: Failure }
export type Ready<T> = { status: 'ready'; value: T; asOf: Date; from: 'server' | 'device' }
