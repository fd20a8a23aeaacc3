import { sql } from 'kysely'
import type { Reader } from '../store.ts'
import type { LinkageWithToken } from './linkages.ts'
import type { TokenRow } from './rows.ts'

/** Where a slice ended, as a position in the lists, whose order does not reveal when somebody was linked. */
export type After = Pick<TokenRow, 'purpose' | 'list' | 'idx'>

/** A linkage as its holder knows it. */
export type OwnLinkage = Pick<
  LinkageWithToken,
  'token' | 'purpose' | 'list' | 'idx' | 'listed' | 'usable_from' | 'notified_on'
>

/** Linkages of a database as its holder knows them, without those it took back, ordered by list and index. */
export const ownLinkages = (
  db: Reader,
  database_id: string,
  after: After | null,
  limit: number,
): Promise<OwnLinkage[]> =>
  db
    .selectFrom('token')
    .innerJoin('linkage', (join) =>
      join.onRef('linkage.id', '=', 'token.linkage_id').onRef('linkage.told', '=', 'token.generation'),
    )
    .select(['token.token', 'token.purpose', 'token.list', 'token.idx', 'token.listed', 'token.usable_from'])
    .select('linkage.notified_on')
    .where('token.database_id', '=', database_id)
    .where('linkage.removed_at', 'is', null)
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(token.purpose, token.list, token.idx) > (${after?.purpose}, ${after?.list}, ${after?.idx})`,
      ),
    )
    .orderBy('token.purpose')
    .orderBy('token.list')
    .orderBy('token.idx')
    .limit(limit)
    .execute()
