import type { Reader } from '../store.ts'
import type { TokenRow } from './rows.ts'

/**
 * The stop of a token. `recorded_at`: when its revocation was recorded. `decided_at`: when the person decided; where
 * that is not known, the same. `told_at`: when its holder was told; null: it was not. In milliseconds.
 */
export type TokenStop = { token: string; recorded_at: number; decided_at: number; told_at: number | null }

/** The stops of those of these tokens, or of all tokens of these linkages, that were revoked. */
export async function stopsOf(
  db: Reader,
  by: 'token' | 'linkage_id',
  values: string[],
): Promise<TokenStop[]> {
  if (values.length === 0) return []
  const rows = await db
    .selectFrom('token')
    .innerJoin('linkage', 'linkage.id', 'token.linkage_id')
    .leftJoin('event', (join) =>
      join.onRef('event.token', '=', 'token.token').on('event.kind', '=', 'revoke'),
    )
    .leftJoin('outbox', (join) =>
      join.onRef('outbox.token', '=', 'token.token').on('outbox.kind', '=', 'revoke'),
    )
    .leftJoin('decision', (join) =>
      join
        .on((eb) =>
          eb(
            'decision.subject',
            '=',
            eb.fn.coalesce('event.decided_by', 'outbox.decided_by', 'linkage.subject'),
          ),
        )
        .on((eb) => eb('decision.ordinal', '=', eb.fn.coalesce('event.ordinal', 'outbox.ordinal'))),
    )
    .select(['token.token', 'token.listed', 'token.changed_at', 'event.published_at'])
    .select([
      'event.recorded_at as published',
      'outbox.recorded_at as waiting',
      'decision.recorded_at as decided',
    ])
    .where(`token.${by}`, 'in', values)
    .where('token.state', '=', 'revoked')
    .execute()
  return rows.map(({ token, listed, changed_at, published_at, published, waiting, decided }) => {
    const recorded_at = published ?? waiting ?? changed_at
    // What a holder is told when it registers, it knows before its feed says so.
    const told_at = published_at ?? (listed === 'revoked' ? recorded_at : null)
    return { token, recorded_at, decided_at: decided ?? recorded_at, told_at }
  })
}

/**
 * A token among those of its linkage. `opened_at`: when the person decided to allow it, and `open_told_at`: when its
 * holder was told, in milliseconds. Null: a registration minted it, or its holder was not told.
 */
export type TokenOpened = Pick<TokenRow, 'token' | 'linkage_id' | 'generation' | 'listed'> & {
  opened_at: number | null
  open_told_at: number | null
}

/** Every token of these linkages, by generation. */
export async function openedOf(db: Reader, linkages: string[]): Promise<TokenOpened[]> {
  if (linkages.length === 0) return []
  const rows = await db
    .selectFrom('token')
    .innerJoin('linkage', 'linkage.id', 'token.linkage_id')
    .leftJoin('event', (join) =>
      join.onRef('event.token', '=', 'token.token').on('event.kind', '=', 'create'),
    )
    .leftJoin('outbox', (join) =>
      join.onRef('outbox.token', '=', 'token.token').on('outbox.kind', '=', 'create'),
    )
    .leftJoin('decision as allow', (join) =>
      join
        .on((eb) =>
          eb(
            'allow.subject',
            '=',
            eb.fn.coalesce('event.decided_by', 'outbox.decided_by', 'linkage.subject'),
          ),
        )
        .on((eb) => eb('allow.ordinal', '=', eb.fn.coalesce('event.ordinal', 'outbox.ordinal'))),
    )
    // The change of a token that was stopped before its holder was told of it is gone.
    .leftJoin('decision as minting', 'minting.id', 'token.minted_by')
    .select(['token.token', 'token.linkage_id', 'token.generation', 'token.listed'])
    .select(['event.published_at as open_told_at', 'event.recorded_at as published'])
    .select([
      'outbox.recorded_at as waiting',
      'allow.recorded_at as allowed',
      'minting.recorded_at as minted',
    ])
    .where('token.linkage_id', 'in', linkages)
    .orderBy('token.generation')
    .execute()
  return rows.map(({ published, waiting, allowed, minted, ...row }) => {
    return { ...row, opened_at: allowed ?? minted ?? published ?? waiting ?? null }
  })
}
