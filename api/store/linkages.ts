import type { Purpose } from '../contract/catalogue.ts'
import type { LinkageRow, TokenRow } from './schema.ts'
import { changeList, type ListKey } from './status-lists.ts'
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

/** Every linkage of a person that its holder has not taken back. */
export const linkagesOf = (db: Reader, subject: string): Promise<LinkageWithToken[]> =>
  current(db)
    .where('linkage.subject', '=', subject)
    .where('linkage.removed_at', 'is', null)
    .orderBy('linkage.registered_at')
    .execute()

/** The linkages of several people with one database and purpose, those taken back included. */
export const linkagesOfMany = (
  db: Reader,
  of: { subjects: string[]; database_id: string; purpose: Purpose },
): Promise<LinkageWithToken[]> =>
  current(db)
    .where('linkage.subject', 'in', of.subjects)
    .where('linkage.database_id', '=', of.database_id)
    .where('linkage.purpose', '=', of.purpose)
    .execute()

/** The linkages that these current tokens of a database stand for. */
export const linkagesByToken = (
  db: Reader,
  database_id: string,
  tokens: string[],
): Promise<LinkageWithToken[]> =>
  current(db)
    .where('token.token', 'in', tokens)
    .where('linkage.database_id', '=', database_id)
    .where('linkage.removed_at', 'is', null)
    .execute()

export const insertLinkages = (tx: Transactor, linkages: LinkageRow[]) =>
  tx.insertInto('linkage').values(linkages).execute()

export const updateLinkage = (tx: Transactor, id: string, change: Partial<LinkageRow>) =>
  tx.updateTable('linkage').set(change).where('id', '=', id).execute()

export const insertTokens = (tx: Transactor, tokens: TokenRow[]) =>
  tx.insertInto('token').values(tokens).execute()

/** Moves a token to another state; its place in the list stays its own for ever, and revoked is for ever (I4). */
export async function changeToken(
  tx: Transactor,
  token: ListKey & Pick<TokenRow, 'token'>,
  change: Partial<Pick<TokenRow, 'state' | 'usable_from' | 'changed_at'>>,
): Promise<void> {
  const change_no = await changeList(tx, token, 0)
  await tx
    .updateTable('token')
    .set({ ...change, change_no })
    .where('token', '=', token.token)
    .where('state', '!=', 'revoked')
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
