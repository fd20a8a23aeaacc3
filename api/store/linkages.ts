import type { Purpose } from '../contract/catalogue.ts'
import { LIST_SIZE } from '../domain/status-list.ts'
import type { LinkageRow, TokenRow } from './schema.ts'
import type { Reader, Transactor } from './store.ts'

/** A linkage with its current token. */
export type LinkageWithToken = LinkageRow &
  Pick<TokenRow, 'token' | 'list' | 'idx' | 'state' | 'usable_from' | 'changed_at'>

const current = (db: Reader) =>
  db
    .selectFrom('linkage')
    .innerJoin('token', (join) =>
      join.onRef('token.linkage_id', '=', 'linkage.id').onRef('token.generation', '=', 'linkage.generation'),
    )
    .selectAll('linkage')
    .select([
      'token.token',
      'token.list',
      'token.idx',
      'token.state',
      'token.usable_from',
      'token.changed_at',
    ])

/** Every linkage of a person. */
export const linkagesOf = (db: Reader, subject: string): Promise<LinkageWithToken[]> =>
  current(db).where('linkage.subject', '=', subject).orderBy('linkage.registered_at').execute()

export const findLinkage = async (
  db: Reader,
  of: { subject: string; database_id: string; purpose: Purpose },
): Promise<LinkageWithToken | null> =>
  (await current(db)
    .where('linkage.subject', '=', of.subject)
    .where('linkage.database_id', '=', of.database_id)
    .where('linkage.purpose', '=', of.purpose)
    .executeTakeFirst()) ?? null

export const insertLinkage = (tx: Transactor, linkage: LinkageRow) =>
  tx.insertInto('linkage').values(linkage).execute()

export const updateLinkage = (tx: Transactor, id: string, change: Partial<LinkageRow>) =>
  tx.updateTable('linkage').set(change).where('id', '=', id).execute()

/** Share of a list that may be assigned before the next one is opened: random places stay easy to find. */
const FULL = LIST_SIZE / 2

/**
 * Stores a new token at a random place of the newest list that was never given out before.
 * @param random 0 ≤ random(n) < n, uniform.
 */
export async function insertToken(
  tx: Transactor,
  token: Omit<TokenRow, 'list' | 'idx'>,
  random: (n: number) => number,
): Promise<{ list: number; idx: number }> {
  const { database_id, purpose } = token
  const newest = await tx
    .selectFrom('status_list')
    .select((eb) => eb.fn.max('list').as('list'))
    .where('database_id', '=', database_id)
    .where('purpose', '=', purpose)
    .executeTakeFirst()
  let list = Number(newest?.list ?? 0)
  if (list === 0 || (await assigned(tx, database_id, purpose, list)) >= FULL) list += 1
  for (;;) {
    const idx = random(LIST_SIZE)
    const taken = await tx
      .selectFrom('token')
      .select('token')
      .where('database_id', '=', database_id)
      .where('purpose', '=', purpose)
      .where('list', '=', list)
      .where('idx', '=', idx)
      .executeTakeFirst()
    if (taken) continue
    await tx
      .insertInto('token')
      .values({ ...token, list, idx })
      .execute()
    await markListChanged(tx, { database_id, purpose, list })
    return { list, idx }
  }
}

async function assigned(db: Reader, database: string, purpose: Purpose, list: number): Promise<number> {
  const row = await db
    .selectFrom('token')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('database_id', '=', database)
    .where('purpose', '=', purpose)
    .where('list', '=', list)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** Moves a token to another state; its place in the list stays its own for ever (I4). */
export async function changeToken(
  tx: Transactor,
  token: Pick<TokenRow, 'token' | 'database_id' | 'purpose' | 'list'>,
  change: Partial<Pick<TokenRow, 'state' | 'usable_from' | 'changed_at'>>,
): Promise<void> {
  await tx
    .updateTable('token')
    .set(change)
    .where('token', '=', token.token)
    .where('state', '!=', 'revoked')
    .execute()
  await markListChanged(tx, token)
}

async function markListChanged(
  tx: Transactor,
  { database_id, purpose, list }: Pick<TokenRow, 'database_id' | 'purpose' | 'list'>,
): Promise<void> {
  await tx
    .insertInto('status_list')
    .values({ database_id, purpose, list, change_no: 1, built_no: 0, jwt: null, signed_at: null })
    .onConflict((conflict) =>
      conflict
        .columns(['database_id', 'purpose', 'list'])
        .doUpdateSet((eb) => ({ change_no: eb('status_list.change_no', '+', 1) })),
    )
    .execute()
}

/** Opens every waiting token whose day has come. */
export async function openWaiting(tx: Transactor, today: string, now: number): Promise<void> {
  const due = await tx
    .selectFrom('token')
    .select(['token', 'database_id', 'purpose', 'list'])
    .where('state', '=', 'waiting')
    .where('usable_from', '<=', today)
    .execute()
  for (const token of due) await changeToken(tx, token, { state: 'usable', changed_at: now })
}
