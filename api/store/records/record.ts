import { sql } from 'kysely'
import type { Reader } from '../store.ts'
import { isSeenBy } from './parties.ts'
import type { CaseRow, LinkageRow } from './rows.ts'

/** Every linkage of a person, also those that their holders took back. */
export const everyLinkageOf = (db: Reader, subject: string): Promise<LinkageRow[]> =>
  db.selectFrom('linkage').selectAll().where(isSeenBy(subject)).execute()

/** The first time at which a holder had come as far as an event, in milliseconds since the epoch. */
const firstMark = (kind: 'received' | 'applied') =>
  sql<number | null>`(select min(m.at) from mark m where m.database_id = event.database_id
    and m.kind = ${kind} and m.through_seq >= event.seq)`

/** Every change of a person's tokens that was published, and when its holder received and applied it. */
export const changesOf = (db: Reader, subject: string) =>
  db
    .selectFrom('linkage')
    .innerJoin('token', 'token.linkage_id', 'linkage.id')
    .innerJoin('event', 'event.token', 'token.token')
    .innerJoin('feed', 'feed.database_id', 'linkage.database_id')
    .select([
      'linkage.id as linkage_id',
      'linkage.database_id',
      'linkage.purpose',
      'token.generation',
      'event.kind',
      'event.recorded_at',
      'event.published_at',
      'feed.mismatch_since',
      firstMark('received').as('received_at'),
      firstMark('applied').as('applied_at'),
    ])
    .where(isSeenBy(subject))
    // When somebody else decided, whose record it may be too, is theirs alone.
    .where((eb) => eb.or([eb('event.decided_by', 'is', null), eb('event.decided_by', '=', subject)]))
    .execute()

/** Everything that holders ever said of a person's revoked tokens. */
export const outcomesOf = (db: Reader, subject: string) =>
  db
    .selectFrom('linkage')
    .innerJoin('token', 'token.linkage_id', 'linkage.id')
    .innerJoin('outcome', 'outcome.token', 'token.token')
    .select([
      'linkage.id as linkage_id',
      'linkage.database_id',
      'linkage.purpose',
      'token.generation',
      'outcome.ordinal',
      'outcome.code',
      'outcome.reason',
      'outcome.until',
      'outcome.at',
    ])
    .where(isSeenBy(subject))
    .execute()

/** The cases about a person's records, newest first. */
export const casesOf = (db: Reader, subject: string): Promise<CaseRow[]> =>
  db
    .selectFrom('case_file')
    .selectAll()
    .where('subject', '=', subject)
    .orderBy('opened_at', 'desc')
    .orderBy('number')
    .execute()
