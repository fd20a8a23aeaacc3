import type { Reader } from '../store.ts'

/**
 * The stop of a token. `recorded_at`: when its revocation was recorded. `decided_at`: when the person decided; where
 * that is not known, the same. `told_at`: when its holder was told; null: it was not. In milliseconds.
 */
export type TokenStop = { token: string; recorded_at: number; decided_at: number; told_at: number | null }

/** The stops of those of these tokens that were revoked. */
export async function stopsOf(db: Reader, tokens: string[]): Promise<TokenStop[]> {
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
        .onRef('decision.subject', '=', 'linkage.subject')
        .on((eb) => eb('decision.ordinal', '=', eb.fn.coalesce('event.ordinal', 'outbox.ordinal'))),
    )
    .select(['token.token', 'token.listed', 'token.changed_at', 'event.published_at'])
    .select([
      'event.recorded_at as published',
      'outbox.recorded_at as waiting',
      'decision.recorded_at as decided',
    ])
    .where('token.token', 'in', tokens)
    .where('token.state', '=', 'revoked')
    .execute()
  return rows.map(({ token, listed, changed_at, published_at, published, waiting, decided }) => {
    const recorded_at = published ?? waiting ?? changed_at
    // What a holder is told when it registers, it knows before its feed says so.
    const told_at = published_at ?? (listed === 'revoked' ? recorded_at : null)
    return { token, recorded_at, decided_at: decided ?? recorded_at, told_at }
  })
}
