import { setTimeout as sleep } from 'node:timers/promises'
import { StoreUnavailable } from '../errors.ts'

/** How long a commit waits for another program that holds SQLite's write lock. */
const PATIENCE_MS = 1000
const PAUSE_MS = 20

/**
 * Takes SQLite's write lock without blocking this thread: SQLite's own wait would also stop every reader. After one
 * wait in vain, later attempts fail at once until the lock is free again.
 * @param take tries once. @param isTaken whether an error says that another program has the lock.
 */
export function createWriteLock(take: () => void, isTaken: (error: unknown) => boolean) {
  let patient = true
  return async function lock(): Promise<void> {
    const began = performance.now()
    for (;;) {
      try {
        take()
        patient = true
        return
      } catch (error) {
        if (!isTaken(error)) throw error
        patient &&= performance.now() - began < PATIENCE_MS
        if (!patient) throw new StoreUnavailable('another program holds the write lock', { cause: error })
      }
      await sleep(PAUSE_MS)
    }
  }
}
