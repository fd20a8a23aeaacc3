import { PROBLEM_TITLES } from '../contract/problem-titles.ts'
import { PROBLEM_STATUS, type ProblemCode } from '../contract/problems.ts'
import { refTo } from './components.ts'
import type { Operation } from './operation.ts'

const EVERY: ProblemCode[] = ['internal', 'unavailable']

/** The problems that an operation can answer, by status: its own, and those of every call with such a body and access. */
export function problemsOf({ access, body, problems = [] }: Operation): ProblemCode[] {
  const guarded: ProblemCode[] =
    access === 'public' ? [] : ['invalid-token', 'insufficient-scope', 'rate-limited']
  const sized: ProblemCode[] = body && !('ndjson' in body) ? ['body-too-large'] : []
  const typed: ProblemCode[] = body && !('form' in body) ? ['unsupported-media-type'] : []
  const parsed: ProblemCode[] = body && 'json' in body ? ['invalid-request'] : []
  const codes = new Set([...parsed, ...guarded, ...problems, ...sized, ...typed, ...EVERY])
  return [...codes].sort((a, b) => PROBLEM_STATUS[a] - PROBLEM_STATUS[b])
}

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } }
const HEADERS: Partial<Record<number, Record<string, object>>> = {
  401: { 'WWW-Authenticate': { description: 'RFC 6750 §3, RFC 9449 §7.1', schema: { type: 'string' } } },
  429: RETRY_AFTER,
  503: RETRY_AFTER,
  403: { 'WWW-Authenticate': { description: 'RFC 6750 §3, RFC 9449 §7.1', schema: { type: 'string' } } },
}

/** One code as a response component. */
export function problemResponse(code: ProblemCode) {
  const status = PROBLEM_STATUS[code]
  const title = PROBLEM_TITLES[code]
  const headers = HEADERS[status]
  return {
    description: `\`${code}\`: ${title}.`,
    ...(headers ? { headers } : {}),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            refTo('Problem'),
            { type: 'object', properties: { type: { const: `urn:erabu:problem:${code}` } } },
          ],
        },
      },
    },
  }
}
