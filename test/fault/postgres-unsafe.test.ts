import { afterAll, beforeAll, expect } from 'vitest'
import { openPostgres } from '../../api/store/postgres.ts'
import { runCommand } from '../support/command.ts'
import { type Cluster, query, startCluster } from '../support/postgres/cluster.ts'
import { prepareSetting } from '../support/setting.ts'
import { postgresTest } from './support/needs.ts'

let cluster: Cluster

beforeAll(async () => {
  if (!postgresTest.missing) cluster = await startCluster()
})
afterAll(() => cluster?.close())

postgresTest('no store is opened whose address says that commits need not be durable', async () => {
  const url = await cluster.createDatabase()
  for (const commit of ['off', 'local'])
    await expect(
      openPostgres(`${url}?options=${encodeURIComponent(`-c synchronous_commit=${commit}`)}`),
    ).rejects.toThrow(`DATABASE_URL sets synchronous_commit=${commit}`)
  await (await openPostgres(url)).close()
})

postgresTest('PGlite is taken for what it says of itself', async () => {
  const url = await cluster.createDatabase()
  const words = 'PostgreSQL 17.5 (PGlite 0.3.0) on x86_64-pc-linux-gnu'
  await query(url, 'create schema pglite')
  await query(url, `create function pglite.version() returns text language sql as $$ select '${words}' $$`)
  const database = new URL(url).pathname.slice(1)
  await query(url, `alter database ${database} set search_path = pglite, pg_catalog, public`)
  await expect(openPostgres(url)).rejects.toThrow('PGlite is no store of record')
})

postgresTest('the api does not start on a server that does not wait for its disk, and says why', async () => {
  const url = await cluster.createDatabase()
  await cluster.query('alter system set fsync = off')
  await cluster.query('select pg_reload_conf()')
  await expect.poll(() => query(url, 'show fsync')).toEqual([{ fsync: 'off' }])
  const setting = await prepareSetting('http://localhost:1')
  const { code, said } = await runCommand('api/main.ts', { ...setting.env, DATABASE_URL: url })
  await setting.remove()
  const reason = 'The server runs with fsync=off: it would lose what it acknowledged'
  expect([code, said]).toEqual([1, `erabu: ${reason}\n`])
})
