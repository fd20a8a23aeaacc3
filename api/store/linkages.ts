import { sql } from 'kysely'
import type { Purpose } from '../contract/catalogue.ts'
import type { LinkageRow, TokenRow } from './schema.ts'
import { changeLists, type ListKey } from './status-lists.ts'
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

/**
 * Moves tokens to another state; their places in the list stay their own for ever, and revoked is for ever (I4).
 * @param from states that tokens move from: those in another one stay as they are.
 */
export async function changeTokens(
  tx: Transactor,
  tokens: (ListKey & Pick<TokenRow, 'token'>)[],
  change: Partial<Pick<TokenRow, 'state' | 'usable_from' | 'changed_at'>>,
  from: TokenRow['state'][] = ['usable', 'waiting', 'removed'],
): Promise<void> {
  if (tokens.length === 0) return
  await changeLists(tx, tokens, 0)
  await tx
    .updateTable('token')
    .set({
      ...change,
      change_no: sql<number>`(select s.change_no from status_list s where s.database_id = token.database_id
        and s.purpose = token.purpose and s.list = token.list)`,
    })
    .where(
      'token',
      'in',
      tokens.map(({ token }) => token),
    )
    .where('state', 'in', from)
    .execute()
}

/** Tokens whose day has come are opened this many at a time. */
const OPENED = 1000

/** Opens every waiting token whose day has come. */
export async function openWaiting(tx: Transactor, today: string, now: number): Promise<void> {
  for (;;) {
    const due = await tx
      .selectFrom('token')
      .select(['token', 'database_id', 'purpose', 'list'])
      .where('state', '=', 'waiting')
      .where('usable_from', '<=', today)
      .limit(OPENED)
      .execute()
    if (due.length === 0) return
    await changeTokens(tx, due, { state: 'usable', changed_at: now }, ['waiting'])
  }
}
