import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { ProblemError } from '../problem.ts'
import type { Env } from './env.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses unsafe requests of other sites, whatever their content type. `Sec-Fetch-Site: same-origin` or a matching
 * `Origin` has to be there, and neither may say otherwise.
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

/**
 * Refuses a body of another media type; parameters such as charset are fine. A compressed one is refused too:
 * inflating what strangers send is how small bodies become large ones.
 * @throws ProblemError unsupported-media-type
 */
export function requireBodyOf(c: Context<Env>, types: string[]): void {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!types.includes(type) || c.req.header('content-encoding'))
    throw new ProblemError('unsupported-media-type')
}

export const bodyOf = (...types: string[]) =>
  createMiddleware<Env>(async (c, next) => {
    requireBodyOf(c, types)
    await next()
  })

/** Hangs up on whoever takes longer than `ms` to send a body. NDJSON streams are left out: they may take their time. */
export const bodyWithin = (ms: number) =>
  createMiddleware<Env>(async (c, next) => {
    const incoming = c.env?.incoming
    const timer = setTimeout(() => incoming?.complete === false && incoming.destroy(), ms)
    await next()
    clearTimeout(timer)
  })
