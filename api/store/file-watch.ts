import { statSync } from 'node:fs'
import { type Heads, writeNote } from './head-note.ts'
import { inodeOf, type lockFolder } from './lock.ts'

/**
 * Looks after the files of the embedded store. They are this process's alone: whoever replaces or writes them while it
 * runs takes away what it acknowledged, and it ends. The database file itself is written by checkpoints alone, so any
 * other change of it is somebody else's.
 * @param heads reads how far the feeds have come. @param broken is called when the files are not as they were left.
 */
export function createFileWatch(
  folder: string,
  database: string,
  lock: ReturnType<typeof lockFolder>,
  heads: () => Heads,
  broken: (error: Error) => void,
) {
  const stateOf = () => {
    const now = statSync(database, { throwIfNoEntry: false, bigint: true })
    return now ? `${now.ino} ${now.size} ${now.mtimeNs}` : 'gone'
  }
  let left = stateOf()
  let log = inodeOf(`${database}-wal`)
  let noted: Heads = {}

  function note(): void {
    // A store that went back while this process ran asks for less, and the next start must know.
    const ahead = Object.entries(heads()).filter(([database, seq]) => seq > (noted[database] ?? 0))
    if (ahead.length === 0) return
    const now = { ...noted, ...Object.fromEntries(ahead) }
    try {
      writeNote(folder, now)
      noted = now
    } catch (error) {
      // Without space the old note stays, which asks for less. A failed fsync is another thing.
      if ((error as NodeJS.ErrnoException).code === 'EIO') broken(error as Error)
    }
  }

  return {
    /** Notes how far the feeds have come. To be called in the turn of each commit, before anybody reads what it wrote. */
    note,
    /** The database file was written by a checkpoint. */
    written(): void {
      left = stateOf()
    },
    /** Compares the files with how they were left, and notes what there was no space to note. */
    look(): void {
      log ??= inodeOf(`${database}-wal`)
      if (!lock.isHeld()) broken(new Error(`the lock in ${folder} was removed or replaced`))
      else if (stateOf() !== left) broken(new Error(`${database} was replaced or written by another program`))
      else if (inodeOf(`${database}-wal`) !== log) broken(new Error(`the log of ${database} was replaced`))
      else note()
    },
  }
}
