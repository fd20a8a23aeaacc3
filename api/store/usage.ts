import type { UsageRow } from './schema.ts'
import type { Reader, Transactor } from './store.ts'

export const insertUsage = (tx: Transactor, usage: UsageRow) => tx.insertInto('usage').values(usage).execute()

/** Notes that a use covered the linkages of these tokens, whatever their generation. @returns how many of them are known. */
export async function insertUsed(
  tx: Transactor,
  usage: Pick<UsageRow, 'id' | 'database_id'>,
  tokens: string[],
): Promise<number> {
  const known = await tx
    .selectFrom('token')
    .select(['token', 'linkage_id'])
    .where('database_id', '=', usage.database_id)
    .where('token', 'in', tokens)
    .where('listed', '!=', 'hidden')
    .execute()
  if (known.length > 0)
    await tx
      .insertInto('used_linkage')
      .values(known.map(({ linkage_id }) => ({ usage_id: usage.id, linkage_id })))
      .onConflict((conflict) => conflict.columns(['linkage_id', 'usage_id']).doNothing())
      .execute()
  const named = new Set(known.map(({ token }) => token))
  return tokens.filter((token) => named.has(token)).length
}

/** Reported uses of a person's records, newest first. */
export const usagesOf = (db: Reader, subject: string): Promise<UsageRow[]> =>
  db
    .selectFrom('usage')
    .innerJoin('used_linkage', 'used_linkage.usage_id', 'usage.id')
    .innerJoin('linkage', 'linkage.id', 'used_linkage.linkage_id')
    .selectAll('usage')
    .distinct()
    .where('linkage.subject', '=', subject)
    .orderBy('usage.reported_at', 'desc')
    .execute()
