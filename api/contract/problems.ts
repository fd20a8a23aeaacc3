/**
 * Every problem that the api can answer: its code, HTTP status and title (RFC 9457).
 * `type` on the wire is `urn:erabu:problem:<code>`. The web reads the codes, `api/problem.ts` the rest.
 */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request does not have the expected shape' },
  'state-rejected': {
    status: 400,
    title: 'This answer from the portal was not asked for, was used already, or came too late',
  },
  'idempotency-key-required': { status: 400, title: 'The header Idempotency-Key is missing or malformed' },
  'not-signed-in': { status: 401, title: 'No session, or the session has ended' },
  'invalid-token': { status: 401, title: 'The access token is missing, malformed or expired' },
  'cross-site-request': { status: 403, title: 'The request did not come from our own pages' },
  'proofing-required': { status: 403, title: 'Identity proofing within the last 10 minutes is required' },
  'assertion-required': { status: 403, title: 'A passkey assertion within the last 5 minutes is required' },
  'passkey-rejected': { status: 403, title: 'The passkey could not be verified' },
  'platform-passkey-refused': { status: 403, title: 'A shared device takes roaming passkeys only' },
  'kiosk-refused': { status: 403, title: 'This kiosk is not registered, or it is blocked' },
  'insufficient-scope': { status: 403, title: 'The access token does not carry the scope' },
  'not-found': { status: 404, title: 'Nothing is here, or not for you' },
  'account-exists': { status: 409, title: 'This person already has a passkey: sign in with it, or recover' },
  'challenge-expired': {
    status: 409,
    title: 'The challenge is unknown, used or expired: ask for options again',
  },
  'proofing-pending': { status: 409, title: 'The portal has not answered yet' },
  'request-in-progress': { status: 409, title: 'The same request is being worked on: ask again shortly' },
  'stream-exists': { status: 409, title: 'A stream for this database exists' },
  'last-passkey': { status: 409, title: 'The last passkey cannot be removed' },
  'coverage-gone': { status: 410, title: 'The time to show the coverage is over: ask the portal again' },
  'body-too-large': { status: 413, title: 'The body is larger than allowed' },
  'unsupported-media-type': { status: 415, title: 'The content type is not accepted here' },
  'decision-mismatch': { status: 422, title: 'The decision is not the one the challenge was made for' },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key was used with another body' },
  'my-number-refused': {
    status: 422,
    title: 'A My Number (個人番号) must not be sent here: nothing of the request was kept',
  },
  'unknown-database': { status: 422, title: 'No such database in the catalogue' },
  'not-stoppable': { status: 422, title: 'Decisions made here do not cover this database' },
  'beyond-head': { status: 422, title: 'The sequence number lies beyond the head of the stream' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something failed here' },
  'store-unavailable': { status: 503, title: 'The store does not answer now: ask again shortly' },
  'portal-unavailable': { status: 503, title: 'The portal does not answer' },
  unavailable: { status: 503, title: 'The service cannot answer now' },
  'store-full': { status: 507, title: 'The store is full: nothing of this request was kept' },
  // Inside NDJSON answers of POST /linkages: per line, never a status of their own.
  'invalid-line': { status: 400, title: 'The line does not have the expected shape' },
  'subject-rejected': { status: 400, title: 'The sealed subject cannot be opened' },
  'subject-for-another-database': { status: 400, title: 'The sealed subject was made for another database' },
  'subject-expired': { status: 400, title: 'The sealed subject is older than 24 hours or from the future' },
  'notified-in-future': { status: 400, title: 'notified_on lies in the future' },
} as const satisfies Record<string, { status: number; title: string }>

/** A problem code of the table. */
export type ProblemCode = keyof typeof PROBLEMS

/** `application/problem+json` as it goes over the wire. */
export type Problem = {
  type: `urn:erabu:problem:${ProblemCode}`
  title: string
  status: number
  detail?: string
  issues?: { path: string; message: string }[]
  request_id: string
}
