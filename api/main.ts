import { type ServerType, serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { createDeps } from './deps.ts'
import { createOpsApp } from './ops.ts'
import { createPublisher } from './publisher.ts'
import { releaseDeadClaims } from './store/decisions.ts'

/** What requests in progress get to finish at shutdown. */
const GRACE_MS = 5000
/** A million lines may take this long; every other body has a deadline of its own in `app.ts`. */
const UPLOAD_MS = 30 * 60_000
/** A socket on which nothing moves is closed: a little longer than a long poll. */
const IDLE_MS = 40_000

async function main(): Promise<void> {
  const config = readConfig()
  const deps = await createDeps(config)
  const { log, store, audit, holders, kiosks, feedSignal } = deps
  await store.transact(async (tx) => {
    if (!store.shared) await releaseDeadClaims(tx)
    await audit.record(tx, { kind: 'key-loaded', reference: deps.keys.signing.kid })
  })
  const publisher = createPublisher(deps)
  const limits = { headersTimeout: 10_000, requestTimeout: UPLOAD_MS, maxHeaderSize: 16_384 }
  const servers: ServerType[] = [
    serve(
      { fetch: createApp(deps).fetch, port: config.port, hostname: config.host, serverOptions: limits },
      () =>
        log.info(
          { origin: config.origin, port: config.port, keys: deps.keys.demo ? 'demo' : 'own' },
          'listening',
        ),
    ),
  ]
  if (config.opsPort)
    servers.push(
      serve({ fetch: createOpsApp(deps, publisher).fetch, port: config.opsPort, hostname: '127.0.0.1' }),
    )
  for (const server of servers) {
    server.on('error', fail)
    server.setTimeout(IDLE_MS)
  }
  publisher.start()

  process.on('SIGHUP', () => {
    for (const [name, registry] of Object.entries({ holders, kiosks }))
      registry.reload().then(
        () => log.info(`${name} read again`),
        (err: unknown) => log.error({ err }, `${name} not read again: the old ones stay`),
      )
  })

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    feedSignal.close()
    const grace = setTimeout(() => {
      for (const server of servers) if ('closeAllConnections' in server) server.closeAllConnections()
    }, GRACE_MS)
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    clearTimeout(grace)
    await publisher.stop()
    await store.close()
    log.info('stopped')
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function fail(error: Error): never {
  console.error(`erabu: ${error.message}`)
  process.exit(1)
}

main().catch(fail)
