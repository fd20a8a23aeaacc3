import { createHash, timingSafeEqual } from 'node:crypto'
import { serve } from '@hono/node-server'

/** Whether `header` is HTTP Basic authentication with this name and password. */
export function isBasic(header: string | undefined, name: string, password: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const expected = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
  return timingSafeEqual(digest(header ?? ''), digest(expected))
}

/** Ends the process in production: a mock must never replace the real system. */
export function refuseProduction(name: string): void {
  if (process.env.NODE_ENV !== 'production') return
  console.error(`${name} is a mock and does not start with NODE_ENV=production`)
  process.exit(1)
}

/** Serves a mock on loopback. */
export function serveMock(
  name: string,
  app: { fetch: (request: Request) => Response | Promise<Response> },
  port: number,
) {
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () =>
    console.log(`${name} (模擬) http://127.0.0.1:${port}`),
  )
  server.on('error', (error: NodeJS.ErrnoException) => {
    console.error(
      error.code === 'EADDRINUSE' ? `${name}: port ${port} is taken` : `${name}: ${error.message}`,
    )
    process.exit(1)
  })
  process.on('SIGTERM', () => process.exit(0))
  process.on('SIGINT', () => process.exit(0))
}
