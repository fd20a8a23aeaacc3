import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { APP_PAGES, KIOSK_PAGES } from '../contract/pages.ts'
import type { Deps } from '../deps.ts'
import { acceptsHtml } from '../http/encoding.ts'
import type { Env } from '../http/env.ts'
import { pathMatcher } from '../http/paths.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'

const isAppPage = pathMatcher(APP_PAGES.flatMap((page) => (page === '/' ? page : [page, `${page}/`])))

/** Whether one of our pages is at a path, also one that a router does not list. */
export const isPage = (path: string): boolean => isAppPage(path) || path in KIOSK_PAGES

/**
 * The built web, from the same origin as the api. Files under `/assets/` carry a hash in their name and never
 * change; everything else is asked for again. Copies that the build has compressed are sent to who takes them. Every
 * page of the app is `index.html`, for who takes HTML. What is neither a file nor a page is not found. The pages of
 * a kiosk are kept by nobody.
 */
export function createSiteRoutes({ config }: Pick<Deps, 'config'>) {
  const file = (caching: string, path?: string) =>
    serveStatic<Env>({
      root: config.web,
      precompressed: true,
      ...(path ? { path } : {}),
      onFound: (_path, c) => {
        c.header('Cache-Control', caching)
        // Also on the file itself: a cache must not give it to whoever takes the compressed copy, or the reverse.
        c.header('Vary', 'Accept-Encoding')
      },
    })
  const pageOf =
    (page: MiddlewareHandler<Env>, isHere: (c: Context<Env>) => boolean): MiddlewareHandler<Env> =>
    (c, next) =>
      isHere(c) && acceptsHtml(c.req.header('accept')) ? page(c, next) : next()

  const app = new Hono<Env>().get('/assets/*', file(IMMUTABLE))
  for (const [path, name] of Object.entries(KIOSK_PAGES))
    app.get(
      path,
      pageOf(file('no-store', name), () => true),
    )
  return app
    .get(
      '*',
      pageOf(file('no-cache', 'index.html'), (c) => isAppPage(c.req.path)),
    )
    .get('*', file('no-cache'))
}
