import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, type MigrationLockOptions, PostgresAdapter, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { StoreError, StoreFull, StoreUnavailable, UnstorableText } from '../errors.ts'
import type { Schema } from '../schema.ts'
import type { Reader, Store, Transactor } from '../store.ts'
import { createBreaker } from './breaker.ts'
import { createContinuity } from './continuity.ts'
import { emptyLists } from './empty-lists.ts'
import { migrate } from './migrate.ts'
import { createPool } from './postgres-pool.ts'
import { createProbe, writeProbe } from './probe.ts'

const LEAST_VERSION = 15
/** Default number of connections of a process. */
const CONNECTIONS = 32
/** Most attempts of a transaction that conflicts with another one, and the longest pause before the next. */
const ATTEMPTS = 6
const PAUSE_MS = 30

/** SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html): serialization failure, deadlock. */
const AGAIN = ['40001', '40P01']
/**
 * Another process is creating the same tables: unique violation in the system catalogue, duplicate table, and the
 * error of the migrator's next query.
 */
const CREATED_MEANWHILE = ['23505', '42P07', '25P02', ...AGAIN]
/** A standby or a demoted primary, resources, statement or lock time-out, operator intervention, system error. */
const UNAVAILABLE = /^(25006|08...|53...|55P03|57...|58...|40...)$/
const DISK_FULL = '53100'
const NOT_IN_REPERTOIRE = '22021'

/**
 * Opens a PostgreSQL store: any number of processes, transactions at READ COMMITTED with row locks.
 * @param url `postgres://…` @param connections the limit; at least one of each kind is used.
 * @throws StoreError when the server would not keep what it acknowledges. @throws StoreUnavailable
 */
export async function openPostgres(url: string, connections = CONNECTIONS): Promise<Store> {
  await makeReady(url)
  const continuity = createContinuity()
  const reading = Math.floor(connections / 2)
  const reader = kysely(url, { readOnly: true, most: reading, continuity })
  const breaker = createBreaker(url, (pid) => isSession(reader, pid))
  const writer = kysely(url, { most: connections - reading, continuity, unsure: breaker.trip })
  const read: Store['read'] = (fn) => fn(reader as unknown as Reader).catch(rethrow)

  // `durable: false` is ignored: here many transactions share an fsync already.
  const transact: Store['transact'] = (fn) =>
    again(AGAIN, async () => {
      breaker.pass()
      return writer
        .transaction()
        .setIsolationLevel('read committed')
        .execute((tx) => {
          // A transaction that waited for a connection meanwhile would only leave one more hanging commit.
          breaker.pass()
          return fn(tx as unknown as Transactor)
        })
    }).catch(rethrow)

  /** A pool of its own, because the others refuse the server. A commit that hangs ends with its time limit. */
  const former: NonNullable<Store['former']> = {
    async transact(fn) {
      const db = kysely(url, { most: 1 })
      try {
        return await db.transaction().execute((tx) => fn(tx as unknown as Transactor))
      } catch (error) {
        return rethrow(error)
      } finally {
        await db.destroy()
      }
    },
    accept: continuity.forget,
  }

  return {
    shared: true,
    former,
    read,
    transact,
    memo: (_key, fn) => read(fn),
    probe: createProbe(() => transact(writeProbe)),
    generation: continuity.breaks,
    timeline: continuity.timeline,
    async close() {
      await Promise.all([breaker.close(), reader.destroy(), writer.destroy()])
    },
  }
}

/** Reads a PostgreSQL store in one snapshot, even while processes have it open. Nothing is written. */
export async function readPostgres<T>(url: string, fn: (reader: Reader) => Promise<T>): Promise<T> {
  const db = kysely(url, { readOnly: true })
  try {
    const snapshot = db.transaction().setIsolationLevel('repeatable read')
    return await snapshot.execute((tx) => fn(tx as unknown as Reader))
  } finally {
    await db.destroy()
  }
}

/** Whether the server has a session with this process id. */
async function isSession(db: Kysely<Schema>, pid: number): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_stat_activity where pid = ${pid}`.execute(db)
  return rows.length > 0
}

/** Refuses a server that is not safe, and brings the schema up to date. */
async function makeReady(url: string): Promise<void> {
  // Our own setting of each connection overrides it, but an operator who writes this expects something else.
  const [, commit] =
    /synchronous_commit\s*=\s*(off|local)\b/.exec(URL.parse(url)?.searchParams.get('options') ?? '') ?? []
  if (commit)
    throw new StoreError(
      `DATABASE_URL sets synchronous_commit=${commit}: acknowledged decisions could be lost`,
    )
  const db = kysely(url, { patient: true })
  try {
    await assertSafe(db)
    await again(CREATED_MEANWHILE, () => db.transaction().execute((tx) => migrate(tx)))
  } finally {
    await db.destroy()
  }
}

async function assertSafe(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ version: string; number: string; fsync: string | null }>`
    select version() as version, current_setting('server_version_num') as number,
      current_setting('fsync', true) as fsync`.execute(db)
  const [server] = rows
  if (!server) throw new StoreError('The server does not report its version')
  const { version, number, fsync } = server
  if (/emscripten|emcc|wasm|pglite/i.test(version))
    throw new StoreError('PGlite is no store of record: it does not wait for the disk')
  if (fsync === 'off')
    throw new StoreError('The server runs with fsync=off: it would lose what it acknowledged')
  if (version.startsWith('PostgreSQL') && Number(number) < LEAST_VERSION * 10_000)
    throw new StoreError(`PostgreSQL ${LEAST_VERSION} or newer is needed, this is ${version.split(' ')[1]}`)
}

/** Retries `work` a few times while it fails with one of `codes`. */
async function again<T>(codes: string[], work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await work()
    } catch (error) {
      if (attempt === ATTEMPTS || !codes.includes(sqlState(error))) throw error
      await sleep(Math.random() * PAUSE_MS * attempt)
    }
}

const sqlState = (error: unknown): string => (error instanceof pg.DatabaseError && error.code) || ''

/** Maps a failure of the engine to the store's error, and throws it. */
function rethrow(cause: unknown): never {
  const code = sqlState(cause)
  if (code === DISK_FULL) throw new StoreFull('the disk of the database is full', { cause })
  if (code === NOT_IN_REPERTOIRE) throw new UnstorableText('a text cannot be stored', { cause })
  if (UNAVAILABLE.test(code)) throw new StoreUnavailable('the database cannot answer now', { cause })
  throw cause
}

/** Migrations of several processes wait for each other on a row, not on an advisory lock. */
class Adapter extends PostgresAdapter {
  override async acquireMigrationLock(db: Kysely<unknown>, { lockTable, lockRowId }: MigrationLockOptions) {
    await sql`select id from ${sql.table(lockTable)} where id = ${lockRowId} for update`.execute(db)
  }
  override async releaseMigrationLock() {}
}

class Dialect extends PostgresDialect {
  override createAdapter() {
    return new Adapter()
  }
}

const kysely = (url: string, how: Parameters<typeof createPool>[1] = {}): Kysely<Schema> =>
  new Kysely<Schema>({ dialect: new Dialect({ pool: createPool(url, how) }), plugins: [emptyLists] })
