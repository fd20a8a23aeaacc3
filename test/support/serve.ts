import { serve } from '@hono/node-server'

type Fetch = (request: Request, env: object) => Response | Promise<Response>

/**
 * Listens on a free loopback port first, because the served content contains the origin. Requests wait until `mount`
 * is called.
 */
export async function listen(hostname: 'localhost' | '127.0.0.1') {
  const { promise: mounted, resolve: mount } = Promise.withResolvers<Fetch>()
  const { promise: port, resolve: listening, reject } = Promise.withResolvers<number>()
  const fetch: Fetch = async (request, env) => (await mounted)(request, env)
  const server = serve({ hostname, port: 0, fetch }, (info) => listening(info.port))
  server.once('error', reject)

  return {
    port: await port,
    mount,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
