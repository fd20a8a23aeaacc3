import { existsSync, readFileSync } from 'node:fs'
import { StoreError } from '../errors.ts'
import { type Heads, readNote } from './head-note.ts'
import { savedState, type Trail } from './trail-note.ts'
import { logDamage } from './wal-check.ts'

/** What an operator can do about a store that has lost something. */
export const WHAT_NEXT =
  'Put a backup back (`npm run restore -- <file>`), or go on with what can be read (`npm run restore -- --epoch`)'

/**
 * Call it before SQLite opens the store, because SQLite changes what it finds.
 * @param database its file. @param noted what the process before noted. @throws StoreError when its log has lost
 *   something
 */
export function assertLogWhole(database: string, noted: Trail | null): void {
  const log = `${database}-wal`
  if (!existsSync(log)) {
    // If somebody checkpointed the log before it disappeared, the database file has changed.
    if (noted?.unsaved == null || noted.unsaved !== savedState(database)) return
    throw new StoreError(
      `${log} is missing, and it held what is not in the database: something that was acknowledged would be lost. Nothing was changed. ${WHAT_NEXT}`,
    )
  }
  const damaged = logDamage(readFileSync(log))
  if (damaged !== null)
    throw new StoreError(
      `${log} is damaged (${damaged}): what was acknowledged since would be lost. Nothing was changed. ${WHAT_NEXT}`,
    )
}

/**
 * @param store what the store holds; the notes say what it must hold at least.
 * @throws StoreError when it ends before what was published or acknowledged
 */
export async function assertNotBehind(
  folder: string,
  noted: Trail | null,
  store: { heads: Heads; entries: number },
): Promise<void> {
  const gone = (what: string) => new StoreError(`The store in ${folder} has gone back: ${what}. ${WHAT_NEXT}`)
  for (const [database, published] of Object.entries(await readNote(folder))) {
    const seq = store.heads[database] ?? 0
    if (seq < published) throw gone(`event ${published} of ${database} was published, and it ends at ${seq}`)
  }
  if (noted !== null && store.entries < noted.entries)
    throw gone(`${noted.entries} entries of its audit trail were acknowledged, and it has ${store.entries}`)
}
