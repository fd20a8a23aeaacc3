import type { AssertionRow } from './schema.ts'
import type { Transactor } from './store.ts'

/** @returns false when this client has used this `jti` before. */
export async function useAssertion(tx: Transactor, row: AssertionRow): Promise<boolean> {
  const result = await tx
    .insertInto('assertion')
    .values(row)
    .onConflict((conflict) => conflict.columns(['client_id', 'jti']).doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}
