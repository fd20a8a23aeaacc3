import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Locks a ledger for one process: two processes on one ledger would each undo what the other wrote. The kernel
 * releases the lock (`<file>.lock`) however the process ends.
 * @returns the function that releases the ledger. @throws Error when it is locked.
 */
export function openAlone(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true })
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 })
  try {
    lock.exec('pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive')
  } catch {
    lock.close()
    throw new Error(`another holder is at work on ${file}: end it first`)
  }
  let open = true
  return () => {
    if (open) lock.close()
    open = false
  }
}
