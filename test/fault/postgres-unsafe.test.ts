import { sql } from 'kysely'
import { afterAll, beforeAll, expect } from 'vitest'
import { openPostgres } from '../../api/store/engine/postgres.ts'
import { runCommand } from '../support/command.ts'
import { type Cluster, query, startCluster } from '../support/postgres/cluster.ts'
import { prepareSetting } from '../support/setting.ts'
import { postgresTest } from './support/needs.ts'

let cluster: Cluster

beforeAll(async () => {
  if (!postgresTest.missing) cluster = await startCluster()
})
afterAll(() => cluster?.close())

postgresTest('an address that makes commits not durable is refused', async () => {
  const url = await cluster.createDatabase()
  for (const commit of ['off', 'local'])
    await expect(
      openPostgres(`${url}?options=${encodeURIComponent(`-c synchronous_commit=${commit}`)}`),
    ).rejects.toThrow(`DATABASE_URL sets synchronous_commit=${commit}`)
  await (await openPostgres(url)).close()
})

postgresTest('a server that does not wait by default waits for our commits', async () => {
  const url = await cluster.createDatabase()
  await query(url, `alter database ${nameOf(url)} set synchronous_commit = off`)
  const store = await openPostgres(url)
  const shown = await store.transact((tx) => sql`show synchronous_commit`.execute(tx)).finally(store.close)
  expect(shown.rows).toEqual([{ synchronous_commit: 'on' }])
})

/** A database in which the server's functions return something else. */
async function pretending(...functions: string[]): Promise<string> {
  const url = await cluster.createDatabase()
  await query(url, 'create schema pretence')
  for (const one of functions) await query(url, `create function pretence.${one}`)
  await query(url, `alter database ${nameOf(url)} set search_path = pretence, pg_catalog, public`)
  return url
}

const nameOf = (url: string) => new URL(url).pathname.slice(1)
const returns = (text: string) => `returns text language sql as $$ select ${text} $$`

postgresTest('PGlite is recognised by what it reports', async () => {
  const words = 'PostgreSQL 17.5 (PGlite 0.3.0) on x86_64-pc-linux-gnu'
  const url = await pretending(`version() ${returns(`'${words}'`)}`)
  await expect(openPostgres(url)).rejects.toThrow('PGlite is no store of record')
})

postgresTest('a server that is too old is refused', async () => {
  const url = await pretending(
    `version() ${returns(`'PostgreSQL 14.19 on x86_64-pc-linux-gnu'`)}`,
    `current_setting(name text) ${returns(`'140019'`)}`,
  )
  await expect(openPostgres(url)).rejects.toThrow('PostgreSQL 15 or newer is needed, this is 14.19')
})

postgresTest('the api refuses to start on a server with fsync off, and says why', async () => {
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
