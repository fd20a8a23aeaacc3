import { statSync } from 'node:fs'
import { type Heads, writeNote } from './head-note.ts'
import { inodeOf, type lockFolder } from './lock.ts'

/**
 * Looks after the files of the embedded store. They are this process's alone: whoever replaces or writes them while it
 * runs takes away what it acknowledged, and it ends. The database file itself is written by checkpoints alone, so any
 * other change of it is somebody else's.
 * @param broken is called when they are not as they were left.
 */
export function createFileWatch(
  folder: string,
  database: string,
  lock: ReturnType<typeof lockFolder>,
  broken: (error: Error) => void,
) {
  const stateOf = () => {
    const now = statSync(database, { throwIfNoEntry: false, bigint: true })
    return now ? `${now.ino} ${now.size} ${now.mtimeNs}` : 'gone'
  }
  let left = stateOf()
  let log = inodeOf(`${database}-wal`)
  let noted = ''

  async function note(newest: readonly { database_id: string; seq: number }[]): Promise<void> {
    const heads: Heads = Object.fromEntries(newest.map(({ database_id, seq }) => [database_id, seq]))
    const text = JSON.stringify(heads)
    if (text === noted || newest.length === 0) return
    try {
      await writeNote(folder, heads)
      noted = text
    } catch (error) {
      // Without space the old note stays, which asks for less. A failed fsync is another thing.
      if ((error as NodeJS.ErrnoException).code === 'EIO') broken(error as Error)
    }
  }

  return {
    /** The database file was written by a checkpoint. */
    written(): void {
      left = stateOf()
    },
    /** Compares the files with how they were left, and notes how far the feeds have come. */
    async look(newest: readonly { database_id: string; seq: number }[]): Promise<void> {
      log ??= inodeOf(`${database}-wal`)
      if (!lock.isHeld()) broken(new Error(`the lock in ${folder} was removed or replaced`))
      else if (stateOf() !== left) broken(new Error(`${database} was replaced or written by another program`))
      else if (inodeOf(`${database}-wal`) !== log) broken(new Error(`the log of ${database} was replaced`))
      else await note(newest)
    },
  }
}
