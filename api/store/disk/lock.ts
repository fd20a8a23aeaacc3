import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '../errors.ts'
import { makePrivateFile } from './private-files.ts'

/** The inode of a file; a file of the same name that replaced it has another. */
export const inodeOf = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.ino ?? null

/**
 * Keeps the store of a folder to this process. The kernel releases this lock however the process ends.
 * @throws StoreError when another process has it.
 */
export function lockFolder(folder: string) {
  const file = join(folder, 'erabu.lock')
  makePrivateFile(file)
  const db = new DatabaseSync(file, { timeout: 0 })
  try {
    // Nothing is ever written to it, so it can be locked even on a full disk.
    db.exec('pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive')
  } catch {
    db.close()
    throw new StoreError(
      `Another process has the store in ${folder} open: stop it, or set ERABU_DATA to another folder`,
    )
  }
  const held = inodeOf(file)
  return {
    /** False once the file was removed or replaced: then another process could take the lock as well. */
    isHeld: (): boolean => inodeOf(file) === held,
    release: (): void => db.close(),
  }
}
