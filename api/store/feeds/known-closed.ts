import { chunks } from '../chunks.ts'
import { changeListed, changeStates } from '../records/linkages.ts'
import type { TokenRow } from '../records/rows.ts'
import type { Reader, Transactor } from '../store.ts'
import { insertOutbox } from './pools.ts'
import type { ListKey } from './status-lists.ts'

/** Tokens that a list calls open, whose index is in `from` ≤ idx < `to`. */
export const openBetween = (
  db: Reader,
  { database_id, purpose, list }: ListKey,
  from: number,
  to: number,
): Promise<Pick<TokenRow, 'token' | 'idx'>[]> =>
  db
    .selectFrom('token')
    .select(['token', 'idx'])
    .where('database_id', '=', database_id)
    .where('purpose', '=', purpose)
    .where('list', '=', list)
    .where('idx', '>=', from)
    .where('idx', '<', to)
    .where('listed', '=', 'usable')
    .execute()

/** Stores which tokens were closed, in a store that has lost that knowledge. */
export async function insertKnownClosed(
  tx: Transactor,
  tokens: readonly string[],
  noticed_at: number,
): Promise<void> {
  for (const some of chunks(tokens))
    await tx
      .insertInto('known_closed')
      .values(some.map((token) => ({ token, noticed_at })))
      .onConflict((conflict) => conflict.column('token').doNothing())
      .execute()
}

/**
 * Closes what is known to have been closed, for ever (I13): in the lists at once, and in the feeds. The decision
 * behind it is lost, so its person has to decide again. @returns the tokens.
 */
export async function closeKnown(tx: Transactor, at: number): Promise<string[]> {
  const open = await tx
    .selectFrom('known_closed')
    .innerJoin('token', 'token.token', 'known_closed.token')
    .select(['token.token', 'token.state', 'token.database_id', 'token.purpose', 'token.list'])
    .where('token.listed', 'in', ['usable', 'waiting'])
    .execute()
  for (const some of chunks(open)) {
    // For the others a revocation is already waiting.
    const usable = some.filter(({ state }) => state === 'usable' || state === 'waiting')
    const tokens = usable.map(({ token }) => token)
    await changeStates(tx, tokens, { state: 'revoked', changed_at: at }, ['usable', 'waiting'])
    await changeListed(tx, some, { listed: 'revoked' })
    await insertOutbox(
      tx,
      usable.map(({ database_id, token }) => ({
        // As random as an id, because a token is an HMAC.
        id: `known-closed/${token}`,
        database_id,
        token,
        kind: 'revoke',
        replaces: null,
        recorded_at: at,
        not_before: at,
        deadline: at,
        ordinal: 0,
        decided_by: null,
      })),
    )
  }
  return open.map(({ token }) => token)
}
