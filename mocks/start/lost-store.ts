import { existsSync } from 'node:fs'
import { removeNote } from '../../api/store/disk/head-note.ts'
import { removeTrail } from '../../api/store/disk/trail-note.ts'
import { sqliteFile } from '../../api/store/engine/sqlite.ts'

/**
 * Lets the demo start again after somebody removed its embedded store: the notes about the old store are removed as
 * well. (The api alone refuses to start then, because acknowledged decisions would be lost.)
 */
export async function forgetLostStore(folder: string): Promise<void> {
  if (existsSync(sqliteFile(folder))) return
  await removeNote(folder)
  await removeTrail(folder)
}
