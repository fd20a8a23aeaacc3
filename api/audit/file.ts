import { publicKeys } from '../keys/key-files.ts'
import type { Verify } from '../store/backup.ts'
import { readSqlite } from '../store/engine/sqlite.ts'
import { checkAudit } from './check.ts'

/** Verifies the audit trail of a store in a file. @param keys folder of the keys. */
export const verifyFile =
  (keys: string): Verify =>
  async (file) => {
    const publicHalves = await publicKeys(keys)
    await readSqlite(file, (db) => checkAudit(db, publicHalves))
  }
