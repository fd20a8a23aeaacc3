import { sql } from 'kysely'
import { afterAll, beforeAll, expect } from 'vitest'
import { openPostgres } from '../../api/store/engine/postgres.ts'
import { startApiProcess } from '../support/api-process.ts'
import { createCheck } from '../support/check/check.ts'
import { type Cluster, query, startCluster } from '../support/postgres/cluster.ts'
import { enrolPeople } from './support/in-flight.ts'
import { pgbouncerTest } from './support/needs.ts'
import { startPgBouncer } from './support/proxies.ts'

let cluster: Cluster
let bouncer: Awaited<ReturnType<typeof startPgBouncer>>

beforeAll(async () => {
  if (pgbouncerTest.missing) return
  cluster = await startCluster({ settings: { synchronous_commit: 'off' } })
  bouncer = await startPgBouncer(cluster.port)
})
afterAll(async () => {
  await bouncer?.close()
  await cluster?.close()
})

/** A new database, reached through PgBouncer and directly. */
async function database() {
  const direct = await cluster.createDatabase()
  const through = new URL(direct)
  through.port = String(bouncer.port)
  return { direct, through: through.href }
}

const SETTINGS = [
  'synchronous_commit',
  'default_transaction_read_only',
  'statement_timeout',
  'idle_in_transaction_session_timeout',
]

pgbouncerTest('through PgBouncer every connection has the settings that durable commits need', async () => {
  const store = await openPostgres((await database()).through)
  const shown = sql<Record<string, string>>`select ${sql.join(
    SETTINGS.map((name) => sql`current_setting(${name}) as ${sql.ref(name)}`),
  )}`
  try {
    const limits = { statement_timeout: '2s', idle_in_transaction_session_timeout: '5s' }
    const common = { synchronous_commit: 'on', ...limits }
    const writing = await store.transact(async (tx) => (await shown.execute(tx)).rows)
    expect(writing).toEqual([{ ...common, default_transaction_read_only: 'off' }])
    const reading = await store.read(async (db) => (await shown.execute(db as never)).rows)
    expect(reading).toEqual([{ ...common, default_transaction_read_only: 'on' }])
    expect(bouncer.output()).not.toContain('unsupported startup parameter')
  } finally {
    await store.close()
  }
})

pgbouncerTest('people decide through PgBouncer', async () => {
  const { direct, through } = await database()
  const api = await startApiProcess({ DATABASE_URL: through, ERABU_TICK_MS: '50', ERABU_LOG: 'warn' })
  try {
    const [patient] = await enrolPeople(api, 1)
    const decided = await patient?.decide('stop', { all: true })
    const { keys } = (await (await fetch(`${api.origin}/jwks.json`)).json()) as { keys: [JsonWebKey] }
    const stored = await createCheck({ place: { url: direct }, origin: api.origin, signingKey: keys[0] })()
    expect(stored.decision.map(({ receipt_number }) => receipt_number)).toEqual([decided?.receipt.number])
  } finally {
    await api.close()
  }
})

pgbouncerTest('a process has as many connections as configured, and uses all of them', async () => {
  const { direct } = await database()
  const MOST = 6
  const store = await openPostgres(direct, MOST)
  const wait = sql`select pg_sleep(0.2)`
  try {
    const work = [
      ...Array.from({ length: 12 }, () => store.read(async (db) => void (await wait.execute(db as never)))),
      ...Array.from({ length: 12 }, () => store.transact(async (tx) => void (await wait.execute(tx)))),
    ]
    let most = 0
    let done = false
    const all = Promise.all(work).finally(() => {
      done = true
    })
    while (!done) {
      const [{ count = 0 } = {}] = await query(
        direct,
        "select count(*)::int as count from pg_stat_activity where application_name = 'erabu'",
      )
      most = Math.max(most, Number(count))
    }
    await all
    expect(most).toBe(MOST)
  } finally {
    await store.close()
  }
})
