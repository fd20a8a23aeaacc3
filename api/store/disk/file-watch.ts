import { inodeOf, type lockFolder } from './lock.ts'
import { savedState } from './trail-note.ts'

/**
 * Watches the files of the embedded store. Only this process may write them: replacing or writing them while it runs
 * destroys what it acknowledged. Only checkpoints write the database file, so any other change of it comes from
 * somebody else.
 */
export function createFileWatch(folder: string, database: string, lock: ReturnType<typeof lockFolder>) {
  const file = inodeOf(database)
  let left = savedState(database)
  let log = inodeOf(`${database}-wal`)
  return {
    /** A checkpoint has written the database file. */
    written(): void {
      left = savedState(database)
    },
    /** The database file as it was left. */
    state: () => left,
    /** What somebody else has done to the files; null: nothing. */
    changed(): string | null {
      log ??= inodeOf(`${database}-wal`)
      if (!lock.isHeld()) return `the lock in ${folder} was removed or replaced`
      if (inodeOf(database) !== file || savedState(database) !== left)
        return `${database} was replaced or written by another program`
      return inodeOf(`${database}-wal`) === log ? null : `the log of ${database} was replaced`
    },
  }
}
