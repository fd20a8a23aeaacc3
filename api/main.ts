import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { createDeps } from './deps.ts'
import { drain } from './http/drain.ts'
import { openChannel } from './operator/channel.ts'
import { createOpsApp } from './routes/ops.ts'
import { unlessUnwritable } from './store/errors.ts'

/** A million lines may take this long; every other body has a deadline of its own in `app.ts`. */
const UPLOAD_MS = 30 * 60_000
/** If the start could not be noted, it is tried again after this time. */
const AGAIN_MS = 5000
/** How often the deadlines of headers and bodies are checked. */
const CHECK_MS = 1000
/** A socket without traffic in the middle of a request is closed after this: a little longer than a long poll. */
const IDLE_MS = 40_000

/** Files of this process are only for its user. */
process.umask(0o077)

async function main(): Promise<void> {
  const config = readConfig()
  const deps = await createDeps(config)
  const { log, store, audit, holders, kiosks, desks, wakeUps, publisher, pusher } = deps
  const noteStart = (): Promise<void> =>
    store
      .transact((tx) => audit.record(tx, { kind: 'key-loaded', reference: deps.keys.signing.kid }))
      .catch((error) => {
        // A store that cannot be written is served as far as it can be read.
        unlessUnwritable(error)
        log.warn({ err: error }, 'the store cannot be written: the start is noted later')
        setTimeout(() => noteStart().catch(fail), AGAIN_MS).unref()
      })
  await noteStart()
  const limits = {
    headersTimeout: 10_000,
    requestTimeout: UPLOAD_MS,
    connectionsCheckingInterval: CHECK_MS,
    maxHeaderSize: 16_384,
    keepAliveTimeout: config.keepAliveMs,
  }
  let stopping = false
  const listen = (options: Parameters<typeof serve>[0], listening?: () => void): Server => {
    const server = serve(options, listening) as Server
    server.on('error', fail)
    server.setTimeout(IDLE_MS)
    return server
  }
  const server = listen(
    { fetch: createApp(deps).fetch, port: config.port, hostname: config.host, serverOptions: limits },
    () =>
      log.info(
        { origin: config.origin, port: config.port, keys: deps.keys.demo ? 'demo' : 'own' },
        'listening',
      ),
  )
  const opsApp = createOpsApp(deps, publisher, () => stopping)
  const ops = config.opsPort
    ? listen({ fetch: opsApp.fetch, port: config.opsPort, hostname: '127.0.0.1' })
    : null
  const operator = config.databaseUrl
    ? null
    : openChannel(config.data, { ...deps.caseAnswers, ...deps.deskInvitations }, (err) =>
        log.warn({ err }, 'a command of the operator was not carried out'),
      )
  publisher.start()
  pusher.start()

  process.on('SIGHUP', () => {
    for (const [name, registry] of Object.entries({ holders, kiosks, desks }))
      registry.reload().then(
        () => log.info(`${name} read again`),
        (err: unknown) => log.error({ err }, `${name} not read again: the old ones stay`),
      )
  })

  const stop = async () => {
    if (stopping) return
    stopping = true
    wakeUps.close()
    await drain(server)
    await Promise.all([publisher.stop(), pusher.stop(), operator?.close()])
    // Last, so that health checks hear until the end that we are stopping.
    if (ops) await drain(ops)
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
