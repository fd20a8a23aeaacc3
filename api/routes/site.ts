import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { Env } from '../http/env.ts'

const IMMUTABLE = 'public, max-age=31536000, immutable'

/**
 * The built web, from the same origin as the api. Files under `/assets/` carry a hash in their name and never
 * change; everything else is asked for again. Copies that the build has compressed are sent to who takes them. A missing file is 404, a page of the app is `index.html`. The pages of
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
  const page = file('no-cache', 'index.html')
  const kioskPage = (name: string) => file('no-store', name)
  const isPage = (c: Context<Env>) =>
    !/\.[a-z0-9]+$/i.test(c.req.path) && !/^\/(api|kiosk)(\/|$)/.test(c.req.path)

  return new Hono<Env>()
    .get('/assets/*', file(IMMUTABLE))
    .get('/kiosk', kioskPage('kiosk.html'))
    .get('/kiosk/staff', kioskPage('kiosk-staff.html'))
    .get('/kiosk/check', kioskPage('kiosk-check.html'))
    .get('*', file('no-cache'))
    .get('*', (c, next) => (isPage(c) ? page(c, next) : next()))
}
