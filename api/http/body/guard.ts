import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { ProblemError } from '../../problem.ts'
import type { Env } from '../env.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses unsafe requests of other sites, whatever their content type. `Sec-Fetch-Site: same-origin` or a matching
 * `Origin` must be present, and neither may contradict.
 */
export const sameOriginOnly = (origin: string) =>
  createMiddleware<Env>(async (c, next) => {
    if (!SAFE.has(c.req.method)) {
      const said = [
        [c.req.header('sec-fetch-site'), 'same-origin'],
        [c.req.header('origin'), origin],
      ].filter(([value]) => value !== undefined)
      if (said.length === 0 || said.some(([value, own]) => value !== own))
        throw new ProblemError('cross-site-request')
    }
    await next()
  })

/** The charset of JSON (RFC 8259 §8.1), its other spelling, and the subset of it that is ASCII. */
const CHARSETS = ['utf-8', 'utf8', 'us-ascii']

/** What is wrong with the type of a body: in words, and in headers (RFC 9110 §15.5.16). */
export type BodyFault = { detail: string; headers: Record<string, string> }

/**
 * Null where a body may be read. A compressed body is refused, because a small one can inflate to a huge one. A body
 * in another character set is refused, because it would be read differently from what was written.
 */
export function bodyFault(c: Context<Env>, types: string[]): BodyFault | null {
  const coding = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (coding !== 'identity')
    return {
      detail: 'Content-Encoding: a body is taken as it is, not compressed',
      headers: { 'Accept-Encoding': 'identity' },
    }
  const [type = '', ...parameters] = (c.req.header('content-type') ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase())
  const headers = { Accept: types.join(', ') }
  if (!types.includes(type)) return { detail: `Content-Type: must be ${types.join(' or ')}`, headers }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))
  if (charset === undefined || CHARSETS.includes(charset.slice(8).replace(/^"(.*)"$/, '$1'))) return null
  return { detail: 'Content-Type: the charset must be UTF-8', headers }
}

/** @throws ProblemError unsupported-media-type */
export function requireBodyOf(c: Context<Env>, types: string[]): void {
  const fault = bodyFault(c, types)
  if (fault) throw new ProblemError('unsupported-media-type', fault)
}

export const bodyOf = (...types: string[]) =>
  createMiddleware<Env>(async (c, next) => {
    requireBodyOf(c, types)
    await next()
  })

/**
 * Closes the connection of a client that takes longer than `ms` to send a body.
 * @param isStreamed NDJSON streams are exempt: they may take their time.
 */
export const bodyWithin = (ms: number, isStreamed: (c: Context<Env>) => boolean = () => false) =>
  createMiddleware<Env>(async (c, next) => {
    if (isStreamed(c)) return next()
    const incoming = c.env?.incoming
    const timer = setTimeout(() => incoming?.complete === false && incoming.destroy(), ms)
    await next()
    clearTimeout(timer)
  })
