import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { beginEpoch } from './begin-epoch.ts'
import { flush } from './disk/flush.ts'
import { removeNote } from './disk/head-note.ts'
import { lockFolder } from './disk/lock.ts'
import { makePrivateFile, makePrivateFolder } from './disk/private-files.ts'
import { removeTrail } from './disk/trail-note.ts'
import { openSqlite, sqliteFile } from './engine/sqlite.ts'
import { StoreError } from './errors.ts'

/** Copied in one step: a stepwise backup starts over whenever somebody writes. */
const ALL_PAGES = 2 ** 31 - 1

/** Decides whether a copy of the store may be kept; throws when not. */
export type Verify = (file: string) => Promise<void>

/**
 * Copies the embedded store of `folder` into `file`, as it is at one moment, while the service runs.
 * @param verify is called before the copy gets its final name. @throws StoreError
 */
export async function backUp(folder: string, file: string, verify: Verify): Promise<void> {
  if (existsSync(file)) throw new StoreError(`${file} is there already`)
  const part = `${file}.part`
  await mkdir(dirname(file), { recursive: true })
  await rm(part, { force: true })
  makePrivateFile(part)
  const source = new DatabaseSync(sqliteFile(folder), { readOnly: true, timeout: 5000 })
  await backup(source, part, { rate: ALL_PAGES }).finally(() => source.close())
  assertIntact(part)
  await verify(part)
  await flush(part)
  await rename(part, file)
  await flush(dirname(file))
}

/**
 * Replaces the store of `folder` by the backup in `file`, in a new epoch. The old store is kept beside it. @returns
 * the new name of the old store; null: there was none.
 * @throws StoreError when a process has the store open, or the backup is damaged; then nothing has changed.
 */
export async function restore(
  folder: string,
  file: string,
  epoch: { id: string; at: number },
  verify: Verify,
): Promise<string | null> {
  makePrivateFolder(folder)
  const { release } = lockFolder(folder)
  try {
    const fresh = join(folder, 'restoring')
    await rm(fresh, { recursive: true, force: true })
    makePrivateFolder(fresh)
    await copyFile(file, sqliteFile(fresh))
    assertIntact(sqliteFile(fresh))
    await verify(sqliteFile(fresh))
    const store = await openSqlite(fresh)
    await store.transact((tx) => beginEpoch(tx, epoch.id, epoch.at)).finally(() => store.close())
    await flush(sqliteFile(fresh))
    const kept = await setAside(folder, `replaced-${epoch.at}`)
    await rename(sqliteFile(fresh), sqliteFile(folder))
    await flush(folder)
    // Removed last, so that a start after an interrupted restore sees what is missing.
    await removeNote(folder)
    await removeTrail(folder)
    await rm(fresh, { recursive: true })
    return kept
  } finally {
    release()
  }
}

/**
 * Begins an epoch in the store of `folder`, as far as it can be read: it was put back by other means, or its log is
 * damaged. The old files are kept beside it. @returns the folder that they are in now.
 * @throws StoreError when a process has the store open.
 */
export async function restoreInPlace(folder: string, epoch: { id: string; at: number }): Promise<string> {
  const kept = `${sqliteFile(folder)}.before-${epoch.at}`
  const { release } = lockFolder(folder)
  try {
    makePrivateFolder(kept)
    for (const name of await readdir(folder))
      if (/^erabu\.db(-wal)?$/.test(name)) await cp(join(folder, name), join(kept, name))
  } finally {
    release()
  }
  const store = await openSqlite(folder, undefined, { asItIs: true })
  await store.transact((tx) => beginEpoch(tx, epoch.id, epoch.at)).finally(() => store.close())
  await removeNote(folder)
  await removeTrail(folder)
  return kept
}

/** The log moves with its database: left behind, it would be read into the new one. */
async function setAside(folder: string, suffix: string): Promise<string | null> {
  const database = sqliteFile(folder)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (['', '-wal', '-shm'].some((end) => path === database + end))
      await rename(path, path.replace(database, `${database}.${suffix}`))
  }
  return existsSync(`${database}.${suffix}`) ? `${database}.${suffix}` : null
}

/** @throws StoreError */
function assertIntact(file: string): void {
  const db = new DatabaseSync(file)
  try {
    // One file, without a log beside it.
    db.exec('pragma journal_mode = delete')
    const { integrity_check } = db.prepare('pragma integrity_check').get() as { integrity_check: string }
    if (integrity_check !== 'ok') throw new StoreError(`${file} is damaged: ${integrity_check}`)
  } finally {
    db.close()
  }
}
