import { connect, createServer, type Socket } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect } from 'vitest'
import { openPostgres } from '../../api/store/engine/postgres.ts'
import { StoreUnavailable } from '../../api/store/errors.ts'
import { type Cluster, startCluster } from '../support/postgres/cluster.ts'
import { postgresTest } from './support/needs.ts'

/** What the store asks a new connection, in this order. */
const ASKED = ['set synchronous_commit', 'pg_walfile_name', 'read committed']

let cluster: Cluster
let cutAt: string | null = null
let cuts = 0
const sockets = new Set<Socket>()

/** Passes everything on, and cuts the connection that asks `cutAt`. */
const proxy = createServer((client) => {
  const upstream = connect(cluster.port, '127.0.0.1')
  for (const socket of [client, upstream]) {
    sockets.add(socket)
    socket.on('error', () => undefined)
  }
  client.on('close', () => upstream.destroy())
  upstream.on('close', () => client.destroy())
  upstream.pipe(client)
  client.on('data', (part) => {
    if (cutAt === null || !part.includes(cutAt)) return void upstream.write(part)
    cuts += 1
    client.resetAndDestroy()
  })
})

beforeAll(async () => {
  if (postgresTest.missing) return
  cluster = await startCluster()
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  proxy.close()
  await cluster?.close()
})

postgresTest(
  'a connection that is cut while it is opened ends a request, and never the process',
  async () => {
    const url = new URL(await cluster.createDatabase())
    url.port = String((proxy.address() as { port: number }).port)
    const store = await openPostgres(url.href)
    const died: unknown[] = []
    const heard = (error: unknown) => died.push(error)
    process.on('uncaughtExceptionMonitor', heard)
    try {
      const ask = () => store.transact((tx) => sql`select 1`.execute(tx as never))
      await ask()
      for (const asked of ASKED) {
        cutAt = asked
        for (const socket of sockets) socket.destroy()
        for (cuts = 0; cuts === 0; )
          await ask().catch((error: unknown) => expect(error).toBeInstanceOf(StoreUnavailable))
        cutAt = null
        await expect.poll(() => ask().then(() => 'asked', String)).toBe('asked')
      }
      expect(died).toEqual([])
    } finally {
      process.off('uncaughtExceptionMonitor', heard)
      await store.close()
    }
  },
)
