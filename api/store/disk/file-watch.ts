import { inodeOf, type lockFolder } from './lock.ts'
import { savedState } from './trail-note.ts'

/**
 * Looks after the files of the embedded store. They are this process's alone: whoever replaces or writes them while it
 * runs takes away what it acknowledged. The database file itself is written by checkpoints alone, so any other change
 * of it is somebody else's.
 */
export function createFileWatch(folder: string, database: string, lock: ReturnType<typeof lockFolder>) {
  const file = inodeOf(database)
  let left = savedState(database)
  let log = inodeOf(`${database}-wal`)
  return {
    /** The database file was written by a checkpoint. */
    written(): void {
      left = savedState(database)
    },
    /** The database file as it was left. */
    state: () => left,
    /** What somebody else has done to the files; null: they are as they were left. */
    changed(): string | null {
      log ??= inodeOf(`${database}-wal`)
      if (!lock.isHeld()) return `the lock in ${folder} was removed or replaced`
      if (inodeOf(database) !== file || savedState(database) !== left)
        return `${database} was replaced or written by another program`
      return inodeOf(`${database}-wal`) === log ? null : `the log of ${database} was replaced`
    },
  }
}
