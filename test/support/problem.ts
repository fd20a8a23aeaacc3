import { PROBLEM_STATUS } from '../../api/contract/problem-status.ts'
import { PROBLEM_TITLES } from '../../api/contract/problem-titles.ts'
import type { Problem, ProblemCode } from '../../api/contract/problems.ts'

/** A refused answer, as an error that says what came. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number
  readonly code: string
  constructor(what: string, status: number, code: string) {
    super(`${what}: ${status} ${code}`)
    this.status = status
    this.code = code
  }
}

/** The answer's JSON. @throws Refused when it is not a success. */
export async function orRefused<T>(what: string, response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T
  throw new Refused(what, response.status, await codeOf(response.clone()))
}

/** The code of a problem answer; the plain body where it is none. */
export async function codeOf(response: Response): Promise<string> {
  const text = await response.text()
  try {
    return (JSON.parse(text) as Problem).type.replace(/^urn:erabu:problem:/, '')
  } catch {
    return text.slice(0, 200)
  }
}

/**
 * What is wrong with a problem answer (RFC 9457), in words; empty when it is exactly the expected one.
 * @param secrets texts that the answer must not repeat.
 */
export async function problemFaults(
  response: Response,
  code: ProblemCode,
  secrets: string[] = [],
): Promise<string[]> {
  const status = PROBLEM_STATUS[code]
  const title = PROBLEM_TITLES[code]
  const text = await response.text()
  const faults = secrets.filter((secret) => text.includes(secret)).map((secret) => `repeats "${secret}"`)
  if (response.status !== status)
    faults.push(`status ${response.status}, not ${status}: ${text.slice(0, 300)}`)
  if (response.headers.get('content-type') !== 'application/problem+json')
    faults.push(`content type ${response.headers.get('content-type')}`)
  const retries = status === 429 || status === 503
  if (retries && !response.headers.has('retry-after')) faults.push('no Retry-After')
  const body = parse(text)
  if (body?.type !== `urn:erabu:problem:${code}`) faults.push(`type ${body?.type}, not ${code}`)
  if (body?.title !== title) faults.push(`title ${body?.title}`)
  if (body?.status !== response.status) faults.push('the status in the body differs')
  if (!body?.request_id) faults.push('no request_id')
  return faults
}

function parse(text: string): Partial<Problem> | null {
  try {
    return JSON.parse(text) as Partial<Problem>
  } catch {
    return null
  }
}
