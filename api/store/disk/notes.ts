import type { DatabaseSync } from 'node:sqlite'
import { createHeadNote, type Heads } from './head-note.ts'
import { createTrailNote } from './trail-note.ts'

/** How far the feeds have come, as one connection sees them. */
export function headsOn(db: DatabaseSync): () => Heads {
  const feeds = db.prepare('select database_id, seq from feed join event using (database_id, seq)')
  return () => Object.fromEntries(feeds.all().map((row) => [row.database_id, Number(row.seq)]))
}

/**
 * The number of entries of the audit trail, as one connection sees them. None is ever removed, so SQLite's rowid has
 * no gap.
 */
export function entriesOn(db: DatabaseSync): () => number {
  const last = db.prepare('select coalesce(max(rowid), 0) as entries from audit')
  return () => Number(last.get()?.entries)
}

/**
 * Keeps notes beside the database. The next start compares them with the store to see whether it has gone back.
 * @param unsaved the state of the database file as last written, while its log holds something. Null: the log is
 *   empty, as it stays after a commit that changed nothing.
 * @param broken is told of a failed write or fsync.
 */
export function createNotes(
  folder: string,
  { write, read }: { write: DatabaseSync; read: DatabaseSync },
  unsaved: () => string | null,
  broken: (error: Error) => void,
) {
  // Without space the old note stays, which demands less. A failed fsync is different.
  const failed = (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EIO') broken(error as Error)
  }
  const head = createHeadNote(folder, failed)
  const trail = createTrailNote(folder, failed)
  const heads = headsOn(write)
  const entries = entriesOn(write)
  // The writer may be in the middle of a transaction; the other connection sees only what is committed.
  const committedHeads = headsOn(read)
  return {
    opened(): void {
      head.note(heads())
      trail.note({ entries: entries(), unsaved: unsaved() })
    },
    /** Call it in the same turn as a commit that is on the disk, before anybody reads what it wrote. */
    committed(): void {
      head.note(heads())
      trail.note({ entries: entries(), unsaved: unsaved() })
    },
    /** Call it after each checkpoint. @param whole whether the database holds everything now. */
    saved(whole: boolean): void {
      trail.note({ unsaved: whole ? null : unsaved() })
    },
    /** Writes notes that failed earlier for lack of space. */
    again(): void {
      head.note(committedHeads())
    },
    close: trail.close,
  }
}
