import type { Head } from '../../contract/holder.ts'
import { EMPTY_DIGEST } from '../../domain/token.ts'
import type { Reader, Transactor } from '../store.ts'

const EMPTY_HEAD: Head = { seq: 0, revoked_count: 0, revoked_digest: EMPTY_DIGEST }

/** Head of a database's feed. */
export async function headOf(db: Reader, database_id: string): Promise<Head> {
  const row = await db
    .selectFrom('feed')
    .select(['seq', 'revoked_count', 'revoked_digest'])
    .where('database_id', '=', database_id)
    .executeTakeFirst()
  return row ?? EMPTY_HEAD
}

/** The head as it was after event `seq`. */
export async function headAt(db: Reader, database_id: string, seq: number): Promise<Head> {
  const row = await db
    .selectFrom('event')
    .select(['seq', 'revoked_count', 'revoked_digest'])
    .where('database_id', '=', database_id)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row ?? EMPTY_HEAD
}

/** Creates a feed's row, before anything was published. */
export const ensureFeed = (tx: Transactor, database_id: string) =>
  tx
    .insertInto('feed')
    .values({ database_id, ...EMPTY_HEAD, mismatch_since: null, round_at: null })
    .onConflict((conflict) => conflict.column('database_id').doNothing())
    .execute()
