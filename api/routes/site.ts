import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { APP_PAGES, KIOSK_PAGES } from '../contract/pages.ts'
import type { Deps } from '../deps.ts'
import { acceptsHtml } from '../http/encoding.ts'
import type { Env } from '../http/env.ts'
import { pathMatcher } from '../http/paths.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'

const isAppPage = pathMatcher(APP_PAGES.flatMap((page) => (page === '/' ? page : [page, `${page}/`])))

/** Whether one of our pages is at a path, including pages that no router lists. */
export const isPage = (path: string): boolean => isAppPage(path) || path in KIOSK_PAGES

/**
 * The built web, from the same origin as the api. Files under `/assets/` carry a hash in their name and never change;
 * everything else is revalidated. Compressed copies from the build go to clients that accept them. Every page of the
 * app is `index.html`, for clients that accept HTML; `/` is `welcome.html`, which is the same with P1 in it. What is
 * neither a file nor a page is not found. Pages of a kiosk are not stored by any cache.
 */
export function createSiteRoutes({ config }: Pick<Deps, 'config'>) {
  const file = (caching: string, path?: string) =>
    serveStatic<Env>({
      root: config.web,
      precompressed: true,
      ...(path ? { path } : {}),
      onFound: (_path, c) => {
        c.header('Cache-Control', caching)
        // Also on the uncompressed file: a cache must not mix it up with the compressed copy.
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
      '/',
      pageOf(file('no-cache', 'welcome.html'), () => true),
    )
    .get(
      '*',
      pageOf(file('no-cache', 'index.html'), (c) => isAppPage(c.req.path)),
    )
    .get('*', file('no-cache'))
}
