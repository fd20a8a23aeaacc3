import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createCheckpoints, logSize } from '../disk/checkpoints.ts'
import { createFileWatch } from '../disk/file-watch.ts'
import { lockFolder } from '../disk/lock.ts'
import { createNotes, entriesOn, headsOn } from '../disk/notes.ts'
import { makePrivateFile, makePrivateFolder } from '../disk/private-files.ts'
import { freeReserve, keepReserve } from '../disk/reserve.ts'
import { assertLogWhole, assertNotBehind } from '../disk/start-checks.ts'
import { readTrail } from '../disk/trail-note.ts'
import { StoreError, StoreUnavailable } from '../errors.ts'
import type { Reader, Store } from '../store.ts'
import { createGroupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'
import { createProbe, writeProbe } from './probe.ts'
import { kysely } from './sqlite-dialect.ts'
import { createFailures, isBusy, isFull, startFailure } from './sqlite-failures.ts'
import { createWriteLock } from './write-lock.ts'

/** Versions before this one can lose a committed WAL frame on reset (sqlite.org/wal.html, "WAL-reset bug"). */
const SAFE_VERSION = [3, 51, 3] as const

/** The store's file in its folder. */
export const sqliteFile = (folder: string): string => join(folder, 'erabu.db')

/**
 * Opens the embedded store in `folder`: WAL, `synchronous=FULL` on every connection, one writer process. The group
 * commit lowers that setting for transactions that need not wait, and restores it.
 * @param broken called when a write or an fsync failed. Only a new start can then tell what is on the disk.
 * @param asItIs also opens a store that has lost something: only to begin an epoch.
 * @throws StoreError when another process has it open, SQLite is too old, the folder cannot be written, the log or
 *   the database is damaged, or the store is behind its own notes.
 */
export async function openSqlite(
  folder: string,
  broken: (error: Error) => void = endProcess,
  { asItIs = false } = {},
): Promise<Store> {
  try {
    makePrivateFolder(folder)
    const lock = lockFolder(folder)
    try {
      return await openLocked(folder, lock, broken, asItIs).catch((error) => {
        if (!isFull(error)) throw error
        freeReserve(folder)
        return openLocked(folder, lock, broken, asItIs)
      })
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    throw startFailure(folder, error)
  }
}

async function openLocked(
  folder: string,
  lock: ReturnType<typeof lockFolder>,
  broken: (error: Error) => void,
  asItIs: boolean,
): Promise<Store> {
  const path = sqliteFile(folder)
  makePrivateFile(path)
  const noted = asItIs ? null : readTrail(folder)
  if (!asItIs) assertLogWhole(path, noted)
  const write = open(path)
  write.exec('pragma journal_mode = wal; pragma cache_size = -65536')
  assertSafe(write)
  const read = open(path)
  read.exec('pragma query_only = on')
  const reader = kysely(read) as unknown as Reader
  const writer = kysely(write)
  await inOne(write, () => migrate(writer))
  if (!asItIs) await assertNotBehind(folder, noted, { heads: headsOn(read)(), entries: entriesOn(read)() })
  // The start may wait for another program; requests may not, because SQLite's wait blocks everybody. `write-lock.ts`
  // waits for the write lock instead.
  for (const db of [write, read]) db.exec('pragma busy_timeout = 0')

  const { failureOf, damage, refuseIfDamaged } = createFailures(path, broken)
  keepReserve(folder)
  const files = createFileWatch(folder, path, lock)
  const unsaved = () => (logSize(path) > 0 ? files.state() : null)
  // Until its epoch has begun, the notes say what a store has lost.
  const notes = asItIs ? null : createNotes(folder, { write, read }, unsaved, broken)
  notes?.opened()
  const checkpoints = createCheckpoints(write, path, {
    // A change by somebody else must be noticed before it is overwritten.
    busy: () => busy() || files.changed() !== null,
    failed: failureOf,
    done(whole) {
      files.written()
      notes?.saved(whole)
    },
  })
  let remembered = new Map<string, unknown>()
  const { transact, drained, busy } = createGroupCommit(writer, {
    begin: createWriteLock(() => {
      refuseIfDamaged()
      write.exec('begin immediate')
    }, isBusy),
    commit: (durable) => {
      write.exec('commit')
      remembered = new Map()
      const changed = files.changed()
      // The next look ends the process. What was committed may be lost then, so it is not acknowledged.
      if (changed !== null) throw new StoreUnavailable(changed)
      if (durable) notes?.committed()
      checkpoints.committed()
    },
    failureOf,
  })

  const reading: Store['read'] = (fn) =>
    fn(reader).catch((error) => {
      throw failureOf(error)
    })

  return {
    shared: false,
    read: reading,
    transact,
    async memo<T>(key: string, fn: (reader: Reader) => Promise<T>): Promise<T> {
      const memory = remembered
      if (memory.has(key)) return memory.get(key) as T
      const value = await reading(fn)
      // If a commit has replaced the memory meanwhile, this value is kept in the old one, which nobody reads.
      memory.set(key, value)
      return value
    },
    // One process writes and no connection can be lost. Only the file can go back, and that ends the process.
    generation: () => 0,
    timeline: () => null,
    probe: createProbe(() => transact(writeProbe)),
    damage,
    keepWatch() {
      const changed = files.changed()
      if (changed !== null) broken(new Error(changed))
      else notes?.again()
    },
    async close() {
      await drained()
      checkpoints.close()
      await notes?.close()
      read.close()
      write.close()
      lock.release()
    },
  }
}

/**
 * All steps of the schema or none: a process that ended in between would leave a schema from which no start can
 * continue.
 */
async function inOne(db: DatabaseSync, work: () => Promise<void>): Promise<void> {
  db.exec('begin immediate')
  try {
    await work()
    db.exec('commit')
  } catch (error) {
    if (db.isTransaction) db.exec('rollback')
    throw error
  }
}

/** Reads the store's file in one snapshot, even while a process has it open. Nothing is written. */
export async function readSqlite<T>(file: string, fn: (reader: Reader) => Promise<T>): Promise<T> {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 })
  try {
    db.exec('begin')
    return await fn(kysely(db) as unknown as Reader)
  } finally {
    db.close()
  }
}

function open(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5000 })
  db.exec(
    'pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off; pragma temp_store = memory',
  )
  return db
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

/** After a failed fsync the pages in memory may never reach the disk: nothing more is answered. */
function endProcess(error: Error): never {
  console.error(`erabu: the store cannot be written (${error.message}): ending, nothing more is acknowledged`)
  process.exit(1)
}
