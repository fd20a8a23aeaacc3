import type { Reader, Transactor } from '../store.ts'
import type { OutcomeRow, TokenRow } from './rows.ts'

/** The newest outcome of each of these tokens that has one. */
export const newestOutcomes = (db: Reader, tokens: string[]): Promise<OutcomeRow[]> =>
  db
    .selectFrom('outcome')
    .selectAll()
    .where('token', 'in', tokens)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('outcome as later')
            .select('later.ordinal')
            .whereRef('later.token', '=', 'outcome.token')
            .whereRef('later.ordinal', '>', 'outcome.ordinal'),
        ),
      ),
    )
    .execute()

/** Those of these tokens that the holder of a database knows. */
export const tokensKnown = (
  db: Reader,
  database_id: string,
  tokens: string[],
): Promise<Pick<TokenRow, 'token' | 'linkage_id' | 'listed'>[]> =>
  db
    .selectFrom('token')
    .select(['token', 'linkage_id', 'listed'])
    .where('database_id', '=', database_id)
    .where('token', 'in', tokens)
    .where('listed', '!=', 'hidden')
    .execute()

export const insertOutcomes = (tx: Transactor, rows: OutcomeRow[]) =>
  tx.insertInto('outcome').values(rows).execute()

/** The outcomes that these batches recorded. */
export const outcomesOfBatches = (db: Reader, batches: string[]): Promise<OutcomeRow[]> =>
  db.selectFrom('outcome').selectAll().where('batch', 'in', batches).execute()
