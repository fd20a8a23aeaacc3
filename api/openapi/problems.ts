import { PROBLEM_STATUS } from '../contract/problem-status.ts'
import { PROBLEM_TITLES } from '../contract/problem-titles.ts'
import type { ProblemCode } from '../contract/problems.ts'
import { refTo } from './components.ts'
import type { Operation } from './operation.ts'

const EVERY: ProblemCode[] = ['internal', 'unavailable', 'store-unavailable']

/**
 * The problems that an operation can answer, by status: its own, and those of every call with such a body and access.
 */
export function problemsOf({ method, access, body, problems = [], never = [] }: Operation): ProblemCode[] {
  const guarded: ProblemCode[] =
    access === 'public' ? [] : ['invalid-token', 'insufficient-scope', 'rate-limited']
  const sized: ProblemCode[] = body && !('ndjson' in body) ? ['body-too-large'] : []
  const typed: ProblemCode[] = body && !('form' in body) ? ['unsupported-media-type'] : []
  const parsed: ProblemCode[] = body && 'json' in body ? ['invalid-request'] : []
  // A DPoP proof is stored as well.
  const stored: ProblemCode[] = access === 'public' && method === 'get' ? [] : ['store-full']
  const codes = new Set([...parsed, ...guarded, ...problems, ...sized, ...typed, ...EVERY, ...stored])
  for (const code of never) codes.delete(code)
  return [...codes].sort((a, b) => PROBLEM_STATUS[a] - PROBLEM_STATUS[b])
}

/** The same, grouped by status. */
export const problemsByStatus = (operation: Operation): [status: number, codes: ProblemCode[]][] => [
  ...Map.groupBy(problemsOf(operation), (code) => PROBLEM_STATUS[code]),
]

/** Name of the response component for one of these problems. */
export const responseName = (codes: ProblemCode[]): string => codes.join('-or-')

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } }
const HEADERS: Partial<Record<number, Record<string, object>>> = {
  401: { 'WWW-Authenticate': { description: 'RFC 6750 §3, RFC 9449 §7.1', schema: { type: 'string' } } },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
  403: { 'WWW-Authenticate': { description: 'RFC 6750 §3, RFC 9449 §7.1', schema: { type: 'string' } } },
}

/** Problems of one status as a response component. */
export function problemResponse(status: number, codes: ProblemCode[]) {
  const headers = HEADERS[status]
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEM_TITLES[code]}.`).join(' '),
    ...(headers ? { headers } : {}),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            refTo('Problem'),
            {
              type: 'object',
              properties: { type: { enum: codes.map((code) => `urn:erabu:problem:${code}`) } },
            },
          ],
        },
      },
    },
  }
}
