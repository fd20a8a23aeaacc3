import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import type { Schema } from './schema.ts'

/** Thrown when another process holds the store, or its engine must not be used. */
export class StoreError extends Error {
  override name = 'StoreError'
}

/** Versions before this one can lose a committed WAL frame on reset (sqlite.org/wal.html, "WAL-reset bug"). */
const SAFE_VERSION = [3, 51, 3] as const

export type Engine = { reader: Kysely<Schema>; writer: Kysely<Schema>; close(): Promise<void> }

/**
 * Opens the embedded store in `folder`: WAL, `synchronous=FULL` on every connection, one writer process.
 * @throws StoreError when another process has it open, or SQLite is too old.
 */
export function openSqlite(folder: string): Engine {
  mkdirSync(folder, { recursive: true })
  const release = lock(folder)
  const path = join(folder, 'erabu.db')
  const write = open(path)
  // Fewer, larger checkpoints; what is committed is in the log and on the disk either way.
  write.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 16000; pragma cache_size = -65536')
  assertSafe(write)
  const read = open(path)
  read.exec('pragma query_only = on')
  const reader = kysely(read)
  const writer = kysely(write)
  return {
    reader,
    writer,
    async close() {
      read.close()
      write.close()
      release()
    },
  }
}

function open(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5000 })
  db.exec(
    'pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off; pragma temp_store = memory',
  )
  return db
}

/** The kernel drops this lock when the process ends, however it ends. */
function lock(folder: string): () => void {
  const db = new DatabaseSync(join(folder, 'erabu.lock'), { timeout: 0 })
  try {
    db.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch {
    db.close()
    throw new StoreError(
      `Another process has the store in ${folder} open: stop it, or set ERABU_DATA to another folder`,
    )
  }
  return () => db.close()
}

function assertSafe(db: DatabaseSync): void {
  const { version } = db.prepare('select sqlite_version() as version').get() as { version: string }
  const parts = version.split('.').map(Number)
  for (const [i, least] of SAFE_VERSION.entries()) {
    const part = parts[i] ?? 0
    if (part > least) return
    if (part < least)
      throw new StoreError(`SQLite ${version} is too old: ${SAFE_VERSION.join('.')} or newer is needed`)
  }
}

function kysely(db: DatabaseSync): Kysely<Schema> {
  const prepared = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    const known = prepared.get(sql)
    if (known) return known
    const statement = db.prepare(sql)
    if (prepared.size < 500) prepared.set(sql, statement)
    return statement
  }
  return new Kysely<Schema>({
    dialect: new SqliteDialect({
      database: {
        close: () => db.close(),
        prepare(sql) {
          const statement = prepare(sql)
          const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
          return {
            reader: statement.columns().length > 0,
            all: (parameters) => statement.all(...values(parameters)),
            run: (parameters) => statement.run(...values(parameters)),
            iterate: (parameters) => statement.iterate(...values(parameters)),
          }
        },
      },
    }),
  })
}
