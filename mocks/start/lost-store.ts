import { existsSync } from 'node:fs'
import { removeNote } from '../../api/store/disk/head-note.ts'
import { removeTrail } from '../../api/store/disk/trail-note.ts'
import { sqliteFile } from '../../api/store/engine/sqlite.ts'

/**
 * Lets the demo begin again where somebody removed its embedded store: what is noted beside it about the old one goes, too.
 * (The api by itself refuses to start there: decisions that were acknowledged would be lost.)
 */
export async function forgetLostStore(folder: string): Promise<void> {
  if (existsSync(sqliteFile(folder))) return
  await removeNote(folder)
  await removeTrail(folder)
}
