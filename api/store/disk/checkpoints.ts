import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

/** This long after a commit, in a pause, the log is brought into the database, so that little lives in it alone. */
const AFTER_MS = 500
/** A log of this size is brought into the database also when nobody pauses. */
const LARGE = 64 * 1024 * 1024

/** Bytes in the log of a database file. */
export const logSize = (file: string): number => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0

/**
 * Checkpoints of the embedded store. SQLite's own would swallow their errors; here a failed write or fsync is known.
 * @param db waits for nobody (`busy_timeout = 0`). @param busy whether the log is to be left alone at this moment. @param failed is told every error.
 * @param done is called when the database file was written, with whether it holds the whole log now.
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

  /** Readers that are in the middle of the log keep it from being emptied: then the next time. */
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
    /** To be called after each commit, while no transaction runs. */
    committed(): void {
      if (sizeOfLog() > LARGE) run()
      schedule()
    },
    /** A last one, before the store is closed. */
    close(): void {
      clearTimeout(timer)
      if (sizeOfLog() > 0) run()
    },
  }
}
