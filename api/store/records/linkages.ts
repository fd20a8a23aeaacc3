import { sql } from 'kysely'
import type { Purpose } from '../../contract/catalogue.ts'
import { changeLists, type ListKey } from '../feeds/status-lists.ts'
import { lockLinkages } from '../locks.ts'
import type { Reader, Transactor } from '../store.ts'
import { isSeenBy, isStoppedBy } from './parties.ts'
import type { LinkageRow, TokenRow } from './rows.ts'

/** A linkage with one of its tokens. */
export type LinkageWithToken = LinkageRow &
  Pick<TokenRow, 'token' | 'list' | 'idx' | 'state' | 'listed' | 'usable_from' | 'changed_at'>

/** @param which `generation`: the current token, for its person; `told`: the token that the holder knows. */
const linkagesWith = (db: Reader, which: 'generation' | 'told') =>
  db
    .selectFrom('linkage')
    .innerJoin('token', (join) =>
      join.onRef('token.linkage_id', '=', 'linkage.id').onRef('token.generation', '=', `linkage.${which}`),
    )
    .selectAll('linkage')
    .select([
      'token.token',
      'token.list',
      'token.idx',
      'token.state',
      'token.listed',
      'token.usable_from',
      'token.changed_at',
    ])

/** Every linkage that a person sees and that its holder has not taken back, with its current token. */
export const linkagesOf = (db: Reader, subject: string): Promise<LinkageWithToken[]> =>
  linkagesWith(db, 'generation')
    .where(isSeenBy(subject))
    .where('linkage.removed_at', 'is', null)
    .orderBy('linkage.registered_at')
    .execute()

/** Every linkage for which a stop of these people counts and that its holder has not taken back. */
export const linkagesStoppedBy = (db: Reader, subjects: string[]): Promise<LinkageWithToken[]> =>
  linkagesWith(db, 'generation')
    .where(isStoppedBy(subjects))
    .where('linkage.removed_at', 'is', null)
    .orderBy('linkage.registered_at')
    .execute()

/** These linkages with their current tokens, also those taken back. */
export const linkagesById = async (db: Reader, ids: string[]): Promise<LinkageWithToken[]> =>
  ids.length === 0 ? [] : linkagesWith(db, 'generation').where('linkage.id', 'in', ids).execute()

/** The token of a linkage that its holder knows. */
export const tokenTold = async (db: Reader, { id, told }: Pick<LinkageRow, 'id' | 'told'>): Promise<string> =>
  (
    await db
      .selectFrom('token')
      .select('token')
      .where('linkage_id', '=', id)
      .where('generation', '=', told)
      .executeTakeFirstOrThrow()
  ).token

/**
 * The linkages of several people with one database and purpose as their holder knows them, including those taken
 * back.
 */
export const linkagesOfMany = (
  db: Reader,
  of: { subjects: string[]; database_id: string; purpose: Purpose },
): Promise<LinkageWithToken[]> =>
  linkagesWith(db, 'told')
    .where('linkage.subject', 'in', of.subjects)
    .where('linkage.database_id', '=', of.database_id)
    .where('linkage.purpose', '=', of.purpose)
    .execute()

/** The linkages that these tokens of a database stand for, as its holder knows them. */
export const linkagesByToken = (
  db: Reader,
  database_id: string,
  tokens: string[],
): Promise<LinkageWithToken[]> =>
  linkagesWith(db, 'told')
    .where('token.token', 'in', tokens)
    .where('linkage.database_id', '=', database_id)
    .where('linkage.removed_at', 'is', null)
    .execute()

/**
 * Linkages of a database and purpose whose newest token is open, by id, of which somebody whose stop counts has ever
 * stopped anything.
 * @param of.only only among these.
 */
export const openWithStop = (
  db: Reader,
  of: { database_id: string; purpose: Purpose; after: string; limit: number; only?: string[] },
): Promise<LinkageWithToken[]> =>
  linkagesWith(db, 'generation')
    .where('linkage.database_id', '=', of.database_id)
    .where('linkage.purpose', '=', of.purpose)
    .where('linkage.removed_at', 'is', null)
    .where('token.state', 'in', ['usable', 'waiting'])
    .where('linkage.id', '>', of.after)
    .$if(of.only !== undefined, (query) => query.where('linkage.id', 'in', of.only ?? []))
    .where(({ exists, or, selectFrom }) =>
      or([
        exists(
          selectFrom('decision')
            .select('decision.id')
            .whereRef('decision.subject', '=', 'linkage.subject')
            .where('decision.choice', '=', 'stop'),
        ),
        exists(
          selectFrom('party')
            .innerJoin('decision', 'decision.subject', 'party.subject')
            .select('decision.id')
            .whereRef('party.linkage_id', '=', 'linkage.id')
            .where('decision.choice', '=', 'stop'),
        ),
      ]),
    )
    .orderBy('linkage.id')
    .limit(of.limit)
    .execute()

export const insertLinkages = (tx: Transactor, linkages: LinkageRow[]) =>
  tx.insertInto('linkage').values(linkages).execute()

export const updateLinkage = (tx: Transactor, id: string, change: Partial<LinkageRow>) =>
  tx.updateTable('linkage').set(change).where('id', '=', id).execute()

export const insertTokens = (tx: Transactor, tokens: TokenRow[]) =>
  tx.insertInto('token').values(tokens).execute()

/** Moves tokens to another state; their holders are not told. Revoked is final (I4). */
export const changeStates = async (
  tx: Transactor,
  tokens: string[],
  change: Pick<TokenRow, 'state'> & Partial<Pick<TokenRow, 'usable_from' | 'changed_at'>>,
  from: TokenRow['state'][],
): Promise<void> => {
  if (tokens.length === 0) return
  await tx.updateTable('token').set(change).where('token', 'in', tokens).where('state', 'in', from).execute()
}

/** Changes what holders are told of tokens, and so their lists. A token told as revoked stays so (I4). */
export async function changeListed(
  tx: Transactor,
  tokens: (ListKey & Pick<TokenRow, 'token'>)[],
  change: Pick<TokenRow, 'listed'> & Partial<Pick<TokenRow, 'usable_from'>>,
): Promise<void> {
  if (tokens.length === 0) return
  await changeLists(tx, tokens, 0)
  await setListed(
    tx,
    tokens.map(({ token }) => token),
    change,
  )
}

/** As `changeListed`, for lists that are already noted as changed. */
export const setListed = (
  tx: Transactor,
  tokens: string[],
  change: Pick<TokenRow, 'listed'> & Partial<Pick<TokenRow, 'usable_from'>>,
) =>
  tx
    .updateTable('token')
    .set({
      ...change,
      change_no: sql<number>`(select s.change_no from status_list s where s.database_id = token.database_id
        and s.purpose = token.purpose and s.list = token.list)`,
    })
    .where('token', 'in', tokens)
    .where('listed', '!=', 'revoked')
    .execute()

/** Notes that holders no longer link these records. */
export const markRemoved = (tx: Transactor, linkages: string[], removed_at: number) =>
  tx.updateTable('linkage').set({ removed_at }).where('id', 'in', linkages).execute()

/**
 * Drops what these linkages have not told their holders yet: new tokens and their revocations. The tokens stay hidden
 * for ever.
 */
export async function dropHidden(tx: Transactor, linkages: string[], at: number): Promise<void> {
  const rows = await tx
    .selectFrom('token')
    .select('token')
    .where('linkage_id', 'in', linkages)
    .where('listed', '=', 'hidden')
    .execute()
  if (rows.length === 0) return
  const tokens = rows.map(({ token }) => token)
  await tx.deleteFrom('outbox').where('token', 'in', tokens).execute()
  await changeStates(tx, tokens, { state: 'removed', changed_at: at }, ['usable', 'waiting'])
}

/** The newest tokens of these linkages that their holders do not know yet and whose day has not come. */
export const hiddenWaiting = async (db: Reader, linkages: string[]): Promise<string[]> =>
  (
    await db
      .selectFrom('token')
      .innerJoin('linkage', (join) =>
        join
          .onRef('linkage.id', '=', 'token.linkage_id')
          .onRef('linkage.generation', '=', 'token.generation'),
      )
      .select('token.token')
      .where('linkage.id', 'in', linkages)
      .where('token.listed', '=', 'hidden')
      .where('token.state', '=', 'waiting')
      .execute()
  ).map(({ token }) => token)

/**
 * Opens waiting tokens whose day has come, at most `limit` of them. What people see and what holders were told are
 * opened separately. @returns whether there may be more.
 */
export async function openWaiting(
  tx: Transactor,
  today: string,
  now: number,
  limit: number,
): Promise<boolean> {
  const due = (what: 'state' | 'listed', only?: string[]) =>
    tx
      .selectFrom('token')
      .select(['token', 'linkage_id', 'database_id', 'purpose', 'list'])
      .where(what, '=', 'waiting')
      .where('usable_from', '<=', today)
      .$if(only !== undefined, (query) => query.where('linkage_id', 'in', only ?? []))
      .limit(limit)
      .execute()
  const seen = [await due('listed'), await due('state')]
  const linkages = seen.flat().map(({ linkage_id }) => linkage_id)
  if (linkages.length === 0) return false
  await lockLinkages(tx, linkages)
  // Read again under the locks: what was taken back meanwhile stays closed.
  await changeListed(tx, await due('listed', linkages), { listed: 'usable' })
  const tokens = (await due('state', linkages)).map(({ token }) => token)
  await changeStates(tx, tokens, { state: 'usable', changed_at: now }, ['waiting'])
  return seen.some(({ length }) => length >= limit)
}
