import { createMiddleware } from 'hono/factory'
import { ProblemError } from '../problem.ts'
import type { Env } from './env.ts'

/** Under `/api` some GET requests change something, such as the way back from the portal. */
const NO_HEAD = /^\/api(\/|$)/

/**
 * Refuses a method that an existing path does not serve. HEAD is served where GET is, except under `/api`: Hono
 * answers HEAD by running the GET handler, and a HEAD request must change nothing.
 * @param methodsOf the methods of a path; none: there is no such path.
 * @throws ProblemError method-not-allowed, with its `Allow` (RFC 9110 §15.5.6)
 */
export const servedMethods = (methodsOf: (path: string) => string[]) =>
  createMiddleware<Env>(async (c, next) => {
    const { method, path } = c.req
    const served = methodsOf(path)
    const taken = served.includes('GET') && !NO_HEAD.test(path) ? ['HEAD', ...served] : served
    if (served.length > 0 && !taken.includes(method))
      throw new ProblemError('method-not-allowed', { headers: { Allow: taken.toSorted().join(', ') } })
    if (method === 'HEAD' && NO_HEAD.test(path)) throw new ProblemError('not-found')
    await next()
  })
