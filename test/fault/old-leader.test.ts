import { sql } from 'kysely'
import { afterAll, beforeAll, expect } from 'vitest'
import { openPostgres } from '../../api/store/engine/postgres.ts'
import { StoreUnavailable } from '../../api/store/errors.ts'
import type { Store } from '../../api/store/store.ts'
import { freePort } from '../support/ports.ts'
import { type Cluster, startCluster } from '../support/postgres/cluster.ts'
import { type Balancer, startBalancer } from './support/balancer.ts'
import { postgresTest } from './support/needs.ts'

/** Servers start one after the other, on a machine that may be busy. */
const START_MS = 240_000

let old: Cluster
let next: Cluster
let address: Balancer
let active: () => number
let store: Store

beforeAll(async () => {
  if (postgresTest.missing) return
  old = await startCluster()
  const name = new URL(await old.createDatabase()).pathname
  const from = `host=127.0.0.1 port=${old.port} user=erabu`
  next = await startCluster({
    port: await freePort(),
    from: (folder, run) => run('pg_basebackup', '-D', folder, '-R', '-X', 'stream', '-c', 'fast', '-d', from),
  })
  active = () => old.port
  address = await startBalancer(() => [active()], '127.0.0.1')
  store = await openPostgres(`postgres://erabu@localhost:${address.port}${name}`)
}, START_MS)

afterAll(async () => {
  await store?.close()
  await address?.close()
  await next?.close()
  await old?.close()
})

const portOf = () =>
  store.transact(async (tx) => {
    const { rows } = await sql<{ port: string }>`select current_setting('port') as port`.execute(tx)
    return Number(rows[0]?.port)
  })

/** The servers that `count` concurrent transactions reach, each on its own connection. */
const atOnce = (count: number) => Promise.all(Array.from({ length: count }, portOf))

postgresTest('an old leader that continues beside the new one acknowledges nothing more', async () => {
  expect(new Set(await atOnce(2))).toEqual(new Set([old.port]))
  const before = store.generation()
  await next.promote()
  active = () => next.port
  // The old connections live on. More transactions than those need new ones, which see the new timeline.
  await atOnce(8).catch(() => [])
  expect(new Set(await atOnce(8)), 'transactions once the new leader is known').toEqual(new Set([next.port]))
  expect([store.timeline(), store.generation() > before]).toEqual([2, true])

  active = () => old.port
  address.cut()
  await expect.poll(() => portOf().catch((error: unknown) => error)).toBeInstanceOf(StoreUnavailable)
  active = () => next.port
  await expect.poll(() => portOf().catch(() => 0)).toBe(next.port)
})
