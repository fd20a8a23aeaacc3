import type { ProblemCode } from './contract/problems.ts'

/** The one error type of the service: a code of the problem table, and what may be said about it. */
export class ProblemError extends Error {
  override name = 'ProblemError'
  readonly code: ProblemCode
  readonly detail: string | undefined
  readonly issues: { path: string; message: string }[] | undefined
  readonly removed_at: string | undefined
  readonly headers: Record<string, string>
  /**
   * @param options.detail our words, without anything from the request. @param options.reason only for the log; it
   *   never leaves the process.
   */
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
