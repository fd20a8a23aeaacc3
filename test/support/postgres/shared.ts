import type { TestProject } from 'vitest/node'
import { openPostgres } from '../../../api/store/engine/postgres.ts'
import { scratch } from '../scratch.ts'
import { query, startCluster } from './cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the server for the databases of worlds; undefined: the embedded engine is tested. */
    postgres: string | undefined
  }
}

/** Database with an up-to-date schema, which is copied for each world. */
export const TEMPLATE = 'world'

/** One server for all tests of the project; each world has its own database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // In memory where possible: these tests are not about disks. The log would fill a small one.
  const cluster = await startCluster({ root: scratch.TMPDIR, settings: { max_wal_size: '128MB' } })
  const server = `postgres://erabu@127.0.0.1:${cluster.port}/`
  await query(`${server}postgres`, `create database ${TEMPLATE}`)
  await (await openPostgres(server + TEMPLATE)).close()
  project.provide('postgres', server)
  return cluster.close
}
