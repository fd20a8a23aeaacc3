import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Keeps a ledger to whoever opened it: two at work on one ledger would each undo what the other wrote. The kernel drops
 * the lock (`<file>.lock`) when the process ends, however it ends.
 * @returns what gives the ledger free. @throws Error when it is not.
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
