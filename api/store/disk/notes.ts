import type { DatabaseSync } from 'node:sqlite'
import { createHeadNote, type Heads } from './head-note.ts'
import { createTrailNote } from './trail-note.ts'

/** How far the feeds have come, as one connection sees them. */
export function headsOn(db: DatabaseSync): () => Heads {
  const feeds = db.prepare('select database_id, seq from feed join event using (database_id, seq)')
  return () => Object.fromEntries(feeds.all().map((row) => [row.database_id, Number(row.seq)]))
}

/** Entries of the audit trail, as one connection sees them. None is ever taken away, so SQLite's own numbers have no gap. */
export function entriesOn(db: DatabaseSync): () => number {
  const last = db.prepare('select coalesce(max(rowid), 0) as entries from audit')
  return () => Number(last.get()?.entries)
}

/**
 * Keeps the notes beside the database, by which the next start sees whether the store has gone back.
 * @param unsaved the database file as it was last written, while its log holds something; null: the log is empty, as it
 * stays after a commit that changed nothing. @param broken is told of a failed write or fsync.
 */
export function createNotes(
  folder: string,
  { write, read }: { write: DatabaseSync; read: DatabaseSync },
  unsaved: () => string | null,
  broken: (error: Error) => void,
) {
  // Without space the old note stays, which asks for less. A failed fsync is another thing.
  const failed = (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EIO') broken(error as Error)
  }
  const head = createHeadNote(folder, failed)
  const trail = createTrailNote(folder, failed)
  const heads = headsOn(write)
  const entries = entriesOn(write)
  // A look may come in the middle of a transaction, of which the other connection sees nothing.
  const committedHeads = headsOn(read)
  return {
    opened(): void {
      head.note(heads())
      trail.note({ entries: entries(), unsaved: unsaved() })
    },
    /** To be called in the turn of a commit that is on the disk, before anybody reads what it wrote. */
    committed(): void {
      head.note(heads())
      trail.note({ entries: entries(), unsaved: unsaved() })
    },
    /** To be called after each checkpoint. @param whole whether the database holds everything now. */
    saved(whole: boolean): void {
      trail.note({ unsaved: whole ? null : unsaved() })
    },
    /** Notes what there was no space to note. */
    again(): void {
      head.note(committedHeads())
    },
    close: trail.close,
  }
}
