/**
 * The problems that a screen can be answered (RFC 9457): code and HTTP status. `type` on the wire is
 * `urn:erabu:problem:<code>`. The titles are in `problem-titles.ts`, which the web does not need.
 */
export const SCREEN_PROBLEMS = {
  'invalid-request': 400,
  'state-rejected': 400,
  'idempotency-key-required': 400,
  'not-signed-in': 401,
  'cross-site-request': 403,
  'proofing-required': 403,
  'assertion-required': 403,
  'passkey-rejected': 403,
  'passkey-removed': 403,
  'platform-passkey-refused': 403,
  'undiscoverable-passkey': 403,
  'kiosk-refused': 403,
  'not-represented': 403,
  'under-age': 403,
  'safe-mode': 403,
  'not-disclosed': 409,
  'not-found': 404,
  'method-not-allowed': 405,
  'account-exists': 409,
  'challenge-expired': 409,
  'proofing-pending': 409,
  'request-in-progress': 409,
  acting: 409,
  'stop-stands': 409,
  'last-passkey': 409,
  'too-many-passkeys': 409,
  'too-many-cases': 409,
  'coverage-gone': 410,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'misdirected-request': 421,
  'decision-mismatch': 422,
  'unknown-text': 422,
  'idempotency-key-reused': 422,
  'my-number-refused': 422,
  'number-refused': 422,
  'unknown-database': 422,
  'not-stoppable': 422,
  'push-service-refused': 422,
  'rate-limited': 429,
  internal: 500,
  'store-unavailable': 503,
  'portal-unavailable': 503,
  unavailable: 503,
  'store-full': 507,
} as const satisfies Record<string, number>

/** The problems that only a data holder can be answered. */
export const HOLDER_PROBLEMS = {
  'invalid-token': 401,
  'insufficient-scope': 403,
  'stream-exists': 409,
  'project-fixed': 409,
  'unknown-purpose': 422,
  'purpose-mismatch': 422,
  'use-in-future': 422,
  'unknown-project': 422,
  'ends-before-approval': 422,
  'beyond-head': 422,
  'not-implemented': 501,
  // Only inside NDJSON answers, for one line; never the status of a response.
  'invalid-line': 400,
  'answers-not-read': 400,
  'subject-rejected': 400,
  'subject-for-another-database': 400,
  'subject-expired': 400,
  'notified-in-future': 400,
  'not-revoked': 400,
  'reason-required': 400,
} as const satisfies Record<string, number>

/** The problems that only the staff of a desk can be answered. */
export const DESK_PROBLEMS = {
  'direction-refused': 403,
  'same-staff': 409,
  'form-used': 409,
  'sealed-used': 409,
  'entry-ended': 409,
  'enterer-blocked': 409,
  'person-unsure': 422,
  'unknown-form': 422,
} as const satisfies Record<string, number>

/** A problem code of the table. */
export type ProblemCode =
  | keyof typeof SCREEN_PROBLEMS
  | keyof typeof HOLDER_PROBLEMS
  | keyof typeof DESK_PROBLEMS

/** `application/problem+json` as it goes over the wire. */
export type Problem = {
  type: `urn:erabu:problem:${ProblemCode}`
  title: string
  status: number
  detail?: string
  issues?: { path: string; message: string }[]
  /** With `passkey-removed`: the time of the removal. */
  removed_at?: string
  request_id: string
}
