import { createMiddleware } from 'hono/factory'
import { ProblemError } from '../problem.ts'
import type { Env } from './env.ts'

/**
 * Headers with a single value. Of two, Node keeps the first and a proxy may have kept the last, so a check and its
 * use may see different ones. Headers defined as lists are not here. Nor is `Cookie`, which HTTP/2 may split:
 * `cookies.ts` checks its parts.
 */
const ONCE = new Set([
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'dpop',
  'erabu-visit',
  'host',
  'idempotency-key',
  'origin',
  'sec-fetch-site',
  'transfer-encoding',
])

/** @param raw names and values in turn, as they came. */
export function repeatedHeader(raw: readonly string[]): string | null {
  const seen = new Set<string>()
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    if (!ONCE.has(name)) continue
    if (seen.has(name)) return name
    seen.add(name)
  }
  return null
}

/** Refuses a request that repeats a single-valued header. @throws ProblemError invalid-request */
export const onceOnly = createMiddleware<Env>(async (c, next) => {
  const repeated = repeatedHeader(c.env?.incoming?.rawHeaders ?? [])
  if (repeated) throw new ProblemError('invalid-request', { reason: `two headers ${repeated}` })
  await next()
})
