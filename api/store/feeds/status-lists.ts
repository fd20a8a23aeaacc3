import type { Purpose } from '../../contract/catalogue.ts'
import { LIST_SIZE, roomIn } from '../../domain/status-list.ts'
import { firstListOf } from '../epochs.ts'
import type { TokenRow } from '../records/rows.ts'
import type { Reader, Transactor } from '../store.ts'
import type { StatusListRow } from './rows.ts'

export type ListKey = Pick<StatusListRow, 'database_id' | 'purpose' | 'list'>

const byKey = (db: Reader, key: ListKey) =>
  db
    .selectFrom('status_list')
    .where('status_list.database_id', '=', key.database_id)
    .where('status_list.purpose', '=', key.purpose)
    .where('status_list.list', '=', key.list)

/** A list, if its holder knows of it. `jwt`: its last signed form; null: never signed. */
export const findList = async (
  db: Reader,
  key: ListKey,
): Promise<(StatusListRow & { jwt: string | null }) | null> =>
  (await byKey(db, key)
    .leftJoin('signed_list', (join) =>
      join
        .onRef('signed_list.database_id', '=', 'status_list.database_id')
        .onRef('signed_list.purpose', '=', 'status_list.purpose')
        .onRef('signed_list.list', '=', 'status_list.list'),
    )
    .selectAll('status_list')
    .select('signed_list.jwt')
    .where('assigned', '>', 0)
    .executeTakeFirst()) ?? null

/** Number of the content that was built last; null: there is no such list. */
export const builtNo = async (db: Reader, key: ListKey): Promise<number | null> =>
  (await byKey(db, key).select('built_no').executeTakeFirst())?.built_no ?? null

/** The lists that the holder of a database knows of. */
export const listsOf = (db: Reader, database_id: string): Promise<ListKey[]> =>
  db
    .selectFrom('status_list')
    .select(['database_id', 'purpose', 'list'])
    .where('database_id', '=', database_id)
    .where('assigned', '>', 0)
    .orderBy('purpose')
    .orderBy('list')
    .execute()

/** Lists whose content has changed, or that were not signed between `from` and `to`. */
export const listsToBuild = (
  db: Reader,
  { from, to }: { from: number; to: number },
): Promise<StatusListRow[]> =>
  db
    .selectFrom('status_list')
    .selectAll()
    .where('assigned', '>', 0)
    .where((eb) =>
      eb.or([
        eb('change_no', '>', eb.ref('built_no')),
        eb('signed_at', 'is', null),
        eb('signed_at', '<', from),
        eb('signed_at', '>', to),
      ]),
    )
    .execute()

export type TokenBit = Pick<TokenRow, 'idx' | 'listed'>

const tokensOf = (db: Reader, key: ListKey) =>
  db
    .selectFrom('token')
    .select(['idx', 'listed'])
    .where('database_id', '=', key.database_id)
    .where('purpose', '=', key.purpose)
    .where('list', '=', key.list)

/** The tokens whose index is in `from` ≤ idx < `to`. */
export const tokensBetween = (db: Reader, key: ListKey, from: number, to: number): Promise<TokenBit[]> =>
  tokensOf(db, key).where('idx', '>=', from).where('idx', '<', to).execute()

/** At most `limit` tokens that changed after `change_no`, in the order of their changes. */
export const tokensChangedSince = (
  db: Reader,
  key: ListKey,
  change_no: number,
  limit: number,
): Promise<(TokenBit & Pick<TokenRow, 'change_no'>)[]> =>
  tokensOf(db, key)
    .select('change_no')
    .where('change_no', '>', change_no)
    .orderBy('change_no')
    .limit(limit)
    .execute()

/** The tokens that one change changed. */
export const tokensChangedBy = (db: Reader, key: ListKey, change_no: number): Promise<TokenBit[]> =>
  tokensOf(db, key).where('change_no', '=', change_no).execute()

/** Stores a list that was built from `row`. @returns false when another process was faster; its list then stands. */
export async function storeList(
  tx: Transactor,
  row: StatusListRow,
  { jwt, signed_at }: { jwt: string; signed_at: number },
): Promise<boolean> {
  const { database_id, purpose, list } = row
  const result = await tx
    .updateTable('status_list')
    .set({ built_no: row.change_no, signed_at })
    .where('database_id', '=', database_id)
    .where('purpose', '=', purpose)
    .where('list', '=', list)
    .where('built_no', '=', row.built_no)
    .where('signed_at', row.signed_at === null ? 'is' : '=', row.signed_at)
    .executeTakeFirst()
  if (Number(result.numUpdatedRows) === 0) return false
  await tx
    .insertInto('signed_list')
    .values({ database_id, purpose, list, jwt })
    .onConflict((conflict) => conflict.columns(['database_id', 'purpose', 'list']).doUpdateSet({ jwt }))
    .execute()
  return true
}

/** Drops the signed form of lists: the next request gets a rebuilt one. */
export async function dropSigned(tx: Transactor, keys: ListKey[]): Promise<void> {
  const distinct = new Map(keys.map((key) => [listPath(key), key]))
  for (const { database_id, purpose, list } of inListOrder([...distinct.values()]))
    await tx
      .deleteFrom('signed_list')
      .where('database_id', '=', database_id)
      .where('purpose', '=', purpose)
      .where('list', '=', list)
      .execute()
}

/** Notes that lists change, and that `assigned` more of their indexes are given out. */
export async function changeLists(tx: Transactor, keys: ListKey[], assigned: number): Promise<void> {
  const distinct = new Map(keys.map((key) => [listPath(key), key]))
  const rows = inListOrder([...distinct.values()]).map(({ database_id, purpose, list }) => ({
    database_id,
    purpose,
    list,
    change_no: 1,
    built_no: 0,
    assigned,
    reserved: 0,
    signed_at: null,
  }))
  await tx
    .insertInto('status_list')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['database_id', 'purpose', 'list']).doUpdateSet((eb) => ({
        change_no: eb('status_list.change_no', '+', 1),
        assigned: eb('status_list.assigned', '+', assigned),
      })),
    )
    .execute()
}

/** Notes that `reserved` more indexes of a list are given out to tokens that its holder does not know yet. */
const reserveIn = (tx: Transactor, key: ListKey, reserved: number) =>
  tx
    .insertInto('status_list')
    .values({ ...key, change_no: 1, built_no: 0, assigned: 0, reserved, signed_at: null })
    .onConflict((conflict) =>
      conflict.columns(['database_id', 'purpose', 'list']).doUpdateSet((eb) => ({
        reserved: eb('status_list.reserved', '+', reserved),
      })),
    )
    .execute()

/** The holder is told these tokens of its database: from now on their indexes count as assigned. */
export async function openIndexes(
  tx: Transactor,
  database_id: string,
  tokens: Pick<ListKey, 'purpose' | 'list'>[],
): Promise<void> {
  const keys = inListOrder(tokens.map(({ purpose, list }) => ({ database_id, purpose, list })))
  for (const { length, 0: key } of Map.groupBy(keys, listPath).values())
    if (key)
      await tx
        .updateTable('status_list')
        .set((eb) => ({ assigned: eb('assigned', '+', length), reserved: eb('reserved', '-', length) }))
        .where('database_id', '=', key.database_id)
        .where('purpose', '=', key.purpose)
        .where('list', '=', key.list)
        .execute()
}

/** Indexes that one statement looks up. */
const LOOKED_UP = 8192

/**
 * Finds `count` random indexes that were never given out, in the newest list and, where it is full, the next ones.
 * @param of `hidden`: for tokens that the holder does not know yet; nothing that it sees changes.
 * @param random 0 ≤ random(n) < n, uniform.
 */
export async function assignIndexes(
  tx: Transactor,
  of: { database_id: string; purpose: Purpose; count: number; hidden?: boolean },
  random: (n: number) => number,
): Promise<Pick<TokenRow, 'list' | 'idx' | 'change_no'>[]> {
  const { database_id, purpose, hidden = false } = of
  const note = (key: ListKey, count: number) =>
    hidden ? reserveIn(tx, key, count) : changeLists(tx, [key], count)
  const indexes: Pick<TokenRow, 'list' | 'idx' | 'change_no'>[] = []
  let { list, ...filled } = await lockNewest(tx, database_id, purpose)
  while (indexes.length < of.count) {
    if (roomIn(filled, hidden) <= 0) {
      list += 1
      filled = { assigned: 0, reserved: 0 }
    }
    const key = { database_id, purpose, list }
    if (filled.assigned === 0) {
      await note(key, 0)
      // Another transaction may have opened this list while we waited for it.
      filled = await byKey(tx, key).select(['assigned', 'reserved']).executeTakeFirstOrThrow()
      if (roomIn(filled, hidden) <= 0) continue
    }
    const count = Math.min(of.count - indexes.length, roomIn(filled, hidden))
    const free = await freeIndices(tx, key, { count, taken: filled.assigned + filled.reserved }, random)
    await note(key, free.length)
    const { change_no } = await byKey(tx, key).select('change_no').executeTakeFirstOrThrow()
    for (const idx of free) indexes.push({ list, idx, change_no })
    filled[hidden ? 'reserved' : 'assigned'] += free.length
  }
  return indexes
}

/** The newest list, locked: one transaction at a time gives out its indexes. */
async function lockNewest(
  tx: Transactor,
  database_id: string,
  purpose: Purpose,
): Promise<Pick<StatusListRow, 'list' | 'assigned' | 'reserved'>> {
  const first = await firstListOf(tx)
  const newest = await tx
    .selectFrom('status_list')
    .select(['list', 'assigned', 'reserved'])
    .where('database_id', '=', database_id)
    .where('purpose', '=', purpose)
    .where('list', '>=', first)
    .orderBy('list', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  return newest ?? { list: first, assigned: 0, reserved: 0 }
}

/**
 * Draws indexes and returns the free ones, in the order drawn. The fuller the list, the more are drawn at a time. The
 * number is always a power of two, so that there are few different statements.
 */
async function freeIndices(
  db: Reader,
  key: ListKey,
  { count, taken: filled }: { count: number; taken: number },
  random: (n: number) => number,
): Promise<number[]> {
  const free = new Set<number>()
  while (free.size < count) {
    const tries = ((count - free.size) * LIST_SIZE) / (LIST_SIZE - filled)
    const size = Math.min(2 ** Math.ceil(Math.log2(tries)), LOOKED_UP)
    const drawn = new Set<number>()
    while (drawn.size < size) drawn.add(random(LIST_SIZE))
    const taken = await tokensOf(db, key)
      .where('idx', 'in', [...drawn])
      .execute()
    for (const { idx } of taken) drawn.delete(idx)
    for (const idx of drawn) if (free.size < count) free.add(idx)
  }
  return [...free]
}

/**
 * The order in which transactions lock lists, so that no two wait for each other: within a purpose, the newest last.
 */
export const inListOrder = <T extends ListKey>(keys: T[]): T[] =>
  keys.toSorted(
    (a, b) => byText(a.database_id, b.database_id) || byText(a.purpose, b.purpose) || a.list - b.list,
  )

const byText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

/** Path of a list below our origin. */
export const listPath = (key: ListKey): string => `/statuslists/${key.database_id}/${key.purpose}/${key.list}`
