import { createMiddleware } from 'hono/factory'
import { ProblemError } from '../problem.ts'
import type { Env } from './env.ts'

/** Paths that our pages call, and files that run as a page. */
const CALL = /^\/api(\/|$)/
const PAGE_FILE = /\.html$/

/**
 * Holds browsers to the one host name that passkeys and cookies belong to. What begins under another name would end
 * under ours, without its cookie. A page is redirected to `origin`, and a page's call is refused. Holders' programs
 * may use any host: what they sign and receive always names `origin`.
 * @param isPage whether a page is at a path. @throws ProblemError misdirected-request
 */
export function underOwnName(origin: string, isPage: (path: string) => boolean) {
  const own = new URL(origin)
  const isOwn = (host: string) => URL.parse(`${own.protocol}//${host}`)?.host === own.host

  return createMiddleware<Env>(async (c, next) => {
    const host = c.req.header('host')
    if (host !== undefined && !isOwn(host)) {
      const { pathname, search } = new URL(c.req.url)
      if (CALL.test(pathname)) throw new ProblemError('misdirected-request')
      if (isPage(pathname) || PAGE_FILE.test(pathname)) return c.redirect(origin + pathname + search, 308)
    }
    return next()
  })
}
