import { sql } from 'kysely'
import type { RevokedToken, Stop } from '../../domain/messages/stops.ts'
import type { Reader } from '../store.ts'
import { isSeenBy } from './parties.ts'
import { outcomesOf } from './record.ts'
import type { UsageRow } from './rows.ts'

/** Every token that a person has revoked, with its revocation, how far that has come, and what its holder said of it. */
export async function revokedTokensOf(db: Reader, subject: string): Promise<RevokedToken[]> {
  const rows = await db
    .selectFrom('linkage')
    .innerJoin('token', 'token.linkage_id', 'linkage.id')
    .leftJoin('event', (join) =>
      join.onRef('event.token', '=', 'token.token').on('event.kind', '=', 'revoke'),
    )
    .leftJoin('outbox', (join) =>
      join.onRef('outbox.token', '=', 'token.token').on('outbox.kind', '=', 'revoke'),
    )
    .leftJoin('feed', 'feed.database_id', 'linkage.database_id')
    .select([
      'linkage.id as linkage_id',
      'linkage.database_id as database',
      'linkage.generation as newest',
      'linkage.removed_at',
      'token.generation',
      'token.changed_at',
      'feed.mismatch_since',
    ])
    .select((eb) => [
      eb.fn.coalesce('event.recorded_at', 'outbox.recorded_at').as('recorded_at'),
      eb.fn.coalesce('event.ordinal', 'outbox.ordinal').as('ordinal'),
      // Progress only moves forward, so the first of them is the earliest. Later ones may be very many.
      sql<number | null>`(select m.at from mark m where m.database_id = event.database_id
        and m.kind = 'applied' and m.through_seq >= event.seq order by m.through_seq limit 1)`.as(
        'applied_at',
      ),
    ])
    .where(isSeenBy(subject))
    .where((eb) =>
      eb(eb.fn.coalesce('event.decided_by', 'outbox.decided_by', 'linkage.subject'), '=', subject),
    )
    .where('token.state', '=', 'revoked')
    .execute()
  if (rows.length === 0) return []
  const said = (await outcomesOf(db, subject)).sort((a, b) => a.ordinal - b.ordinal)
  const newest = new Map(said.map((outcome) => [`${outcome.linkage_id} ${outcome.generation}`, outcome]))
  return rows.map((row) => {
    const { linkage_id, database, generation, changed_at, recorded_at, ordinal } = row
    const outcome = newest.get(`${linkage_id} ${generation}`)
    return {
      linkage_id,
      database,
      generation,
      current: generation === row.newest && row.removed_at === null,
      changed_at,
      // While a holder's set differs from ours, nobody can say which changes it acts on.
      change:
        recorded_at === null
          ? null
          : {
              recorded_at,
              ordinal: ordinal ?? 0,
              applied_at: row.mismatch_since === null ? row.applied_at : null,
            },
      otherwise_at: outcome && outcome.code !== 'applied' ? outcome.at : null,
    }
  })
}

/** The stops of a person, oldest first. */
export const stopsBy = (db: Reader, subject: string): Promise<Stop[]> =>
  db
    .selectFrom('decision')
    .select(['id', 'ordinal', 'recorded_at'])
    .where('subject', '=', subject)
    .where('choice', '=', 'stop')
    .orderBy('ordinal')
    .execute()

/** When completed uploads of a report first named a person's records, and first as used after a stop. */
export type NamedAt = { usage_id: UsageRow['id']; named_at: number; after_stop_at: number | null }

export const namedIn = (db: Reader, subject: string): Promise<NamedAt[]> =>
  db
    .selectFrom('linkage')
    .innerJoin('upload_token', 'upload_token.linkage_id', 'linkage.id')
    .innerJoin('usage_upload', 'usage_upload.id', 'upload_token.upload_id')
    .innerJoin('usage', 'usage.id', 'usage_upload.usage_id')
    .leftJoin('event', (join) =>
      join.onRef('event.token', '=', 'upload_token.token').on('event.kind', '=', 'revoke'),
    )
    .select([
      'usage.id as usage_id',
      sql<number>`min(usage_upload.completed_at)`.as('named_at'),
      sql<number | null>`min(case when upload_token.class = 'after-stop'
          and (event.decided_by is null or event.decided_by = ${subject}) then usage_upload.completed_at end)`.as(
        'after_stop_at',
      ),
    ])
    .where(isSeenBy(subject))
    .groupBy('usage.id')
    .execute()
