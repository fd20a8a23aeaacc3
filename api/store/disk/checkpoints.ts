import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

/** In a pause of this length after a commit the log is checkpointed, so that little exists only in the log. */
const AFTER_MS = 500
/** A log of this size is checkpointed even without a pause. */
const LARGE = 64 * 1024 * 1024

/** Size of the log of a database file, in bytes. */
export const logSize = (file: string): number => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0

/**
 * Checkpoints of the embedded store. SQLite's automatic ones would swallow their errors; here a failed write or fsync
 * is noticed.
 * @param db never waits (`busy_timeout = 0`). @param busy whether the log must be left alone now. @param failed is
 *   told every error.
 * @param done is called when the database file was written; told whether it holds the whole log now.
 */
export function createCheckpoints(
  db: DatabaseSync,
  file: string,
  { busy, failed, done }: { busy(): boolean; failed(error: unknown): void; done(whole: boolean): void },
) {
  let timer: NodeJS.Timeout | undefined
  db.exec('pragma wal_autocheckpoint = 0')

  const sizeOfLog = () => logSize(file)
  const pragma = (mode: 'passive' | 'truncate') =>
    db.prepare(`pragma wal_checkpoint(${mode})`).get() as { busy: number; log: number; checkpointed: number }

  /** Readers in the middle of the log keep it from being emptied: then it waits for the next checkpoint. */
  function run(): void {
    let whole = false
    try {
      const { log, checkpointed } = pragma('passive')
      whole = log === checkpointed
      if (!whole) return
      pragma('truncate')
    } catch (error) {
      failed(error)
    } finally {
      done(whole)
    }
  }

  function inPause(): void {
    timer = undefined
    if (busy()) schedule()
    else if (sizeOfLog() > 0) run()
  }

  function schedule(): void {
    timer ??= setTimeout(inPause, AFTER_MS).unref()
  }

  return {
    /** Call it after each commit, while no transaction runs. */
    committed(): void {
      if (sizeOfLog() > LARGE) run()
      schedule()
    },
    /** A last checkpoint, before the store is closed. */
    close(): void {
      clearTimeout(timer)
      if (sizeOfLog() > 0) run()
    },
  }
}
