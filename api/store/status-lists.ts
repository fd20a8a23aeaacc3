import type { Purpose } from '../contract/catalogue.ts'
import type { StatusListRow } from './schema.ts'
import type { Reader, Transactor } from './store.ts'

export type ListKey = Pick<StatusListRow, 'database_id' | 'purpose' | 'list'>

export const findList = async (db: Reader, key: ListKey): Promise<StatusListRow | null> =>
  (await db
    .selectFrom('status_list')
    .selectAll()
    .where('database_id', '=', key.database_id)
    .where('purpose', '=', key.purpose)
    .where('list', '=', key.list)
    .executeTakeFirst()) ?? null

export const listsOf = (db: Reader, database_id: string): Promise<ListKey[]> =>
  db
    .selectFrom('status_list')
    .select(['database_id', 'purpose', 'list'])
    .where('database_id', '=', database_id)
    .orderBy('purpose')
    .orderBy('list')
    .execute()

/** Lists whose content has changed, or whose signature is older than `signedBefore`. */
export const listsToBuild = (db: Reader, signedBefore: number): Promise<StatusListRow[]> =>
  db
    .selectFrom('status_list')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('change_no', '>', eb.ref('built_no')),
        eb('signed_at', 'is', null),
        eb('signed_at', '<', signedBefore),
      ]),
    )
    .execute()

/** Indices of the usable tokens of one list. */
export const usableIndices = async (db: Reader, key: ListKey): Promise<number[]> =>
  (
    await db
      .selectFrom('token')
      .select('idx')
      .where('database_id', '=', key.database_id)
      .where('purpose', '=', key.purpose)
      .where('list', '=', key.list)
      .where('state', '=', 'usable')
      .execute()
  ).map((row) => row.idx)

/** Stores a built list. `change_no`: the value that was read before its content. */
export const storeList = (
  tx: Transactor,
  key: ListKey,
  built: { change_no: number; jwt: string; signed_at: number },
) =>
  tx
    .updateTable('status_list')
    .set({ built_no: built.change_no, jwt: built.jwt, signed_at: built.signed_at })
    .where('database_id', '=', key.database_id)
    .where('purpose', '=', key.purpose)
    .where('list', '=', key.list)
    .where('built_no', '<=', built.change_no)
    .execute()

/** Path of a list below our origin. */
export const listPath = (key: { database_id: string; purpose: Purpose; list: number }): string =>
  `/statuslists/${key.database_id}/${key.purpose}/${key.list}`
