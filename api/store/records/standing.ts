import type { ExpressionBuilder } from 'kysely'
import type { Purpose } from '../../contract/catalogue.ts'
import type { Choice } from '../../contract/patient.ts'
import { chunks } from '../chunks.ts'
import type { Schema } from '../schema.ts'
import type { Reader } from '../store.ts'
import type { DecisionRow } from './rows.ts'
import type { ScopeColumns } from './scopes.ts'

/**
 * Which decisions stand. The newest decision of each group counts, and few groups cover one linkage. So the cost of a
 * query here does not grow with the number of a person's decisions.
 */

/** Decisions that a linkage is covered by alike: those of one scope, or those about several databases with this one. */
export type Group = Pick<ScopeColumns, 'scope_database' | 'scope_purpose'> | { among: string }

const SAID = [
  'subject',
  'ordinal',
  'choice',
  'scope_database',
  'scope_purpose',
  'scope_databases',
  'recorded_at',
] as const
/** Columns that the index of scopes has. */
const INDEXED = SAID.filter((column) => column !== 'scope_databases').map(
  (column) => `decision.${column}` as const,
)
const NEWEST = SAID.map((column) => `newest.${column}` as const)
/** The choice, scope and time of a decision: a narrow row. */
export type Said = Pick<DecisionRow, (typeof SAID)[number]>

/** The groups that cover a linkage. */
const covering = (database_id: string, purpose: Purpose): Group[] => [
  { scope_database: null, scope_purpose: null },
  { scope_database: null, scope_purpose: purpose },
  { scope_database: database_id, scope_purpose: null },
  { scope_database: database_id, scope_purpose: purpose },
  { among: database_id },
]

/** The group by which a decision covers a linkage of a database. */
export const groupOf = (said: ScopeColumns, database_id: string): Group =>
  said.scope_databases === null ? said : { among: database_id }

const isEqual = (value: string | null) => (value === null ? 'is' : '=')

/** Holds for the decisions of exactly this scope. */
const isOf =
  ({ scope_database, scope_purpose }: Exclude<Group, { among: string }>) =>
  (eb: ExpressionBuilder<Schema, 'decision'>) =>
    eb.and([
      eb('decision.scope_database', isEqual(scope_database), scope_database),
      eb('decision.scope_purpose', isEqual(scope_purpose), scope_purpose),
    ])

/** The newest decision of a person, of one scope or of any; null: none. */
export async function newestDecision(
  db: Reader,
  subject: string,
  scope: Exclude<Group, { among: string }> | 'any',
): Promise<Said | null> {
  const decided = db.selectFrom('decision').select(SAID).where('subject', '=', subject)
  const query = scope === 'any' ? decided : decided.where(isOf(scope))
  return (await query.orderBy('ordinal', 'desc').limit(1).executeTakeFirst()) ?? null
}

/** The newest decision of each group that covers a linkage, by linkage: at most five. */
export async function newestCovering(
  db: Reader,
  linkages: string[],
  { database_id, purpose }: { database_id: string; purpose: Purpose },
): Promise<Map<string, Said[]>> {
  const found = new Map<string, Said[]>(linkages.map((id) => [id, []]))
  for (const group of linkages.length > 0 ? covering(database_id, purpose) : []) {
    const rows = await db
      .selectFrom('linkage')
      .innerJoin('decision as newest', (join) =>
        join.onRef('newest.subject', '=', 'linkage.subject').on('newest.ordinal', '=', (eb) =>
          'among' in group
            ? eb
                .selectFrom('decision_database')
                .select((among) => among.fn.max('decision_database.ordinal').as('ordinal'))
                .whereRef('decision_database.subject', '=', 'linkage.subject')
                .where('decision_database.database_id', '=', group.among)
            : eb
                .selectFrom('decision')
                .select((decision) => decision.fn.max('decision.ordinal').as('ordinal'))
                .whereRef('decision.subject', '=', 'linkage.subject')
                .where(isOf(group)),
        ),
      )
      .select('linkage.id')
      .select(NEWEST)
      .where('linkage.id', 'in', linkages)
      .execute()
    for (const { id, ...said } of rows) found.get(id)?.push(said)
  }
  return found
}

/** Those of these people who have ever decided anything. */
export async function whoDecided(db: Reader, people: { subject: string }[]): Promise<Set<string>> {
  const decided = new Set<string>()
  for (const some of chunks([...new Set(people.map(({ subject }) => subject))])) {
    const query = db.selectFrom('decision').select('subject').where('subject', 'in', some)
    for (const { subject } of await query.where('ordinal', '=', 1).execute()) decided.add(subject)
  }
  return decided
}

/** The newest decision of a person of each group that covers a linkage: at most five. */
export async function newestCoveringOf(
  db: Reader,
  subject: string,
  { database_id, purpose }: { database_id: string; purpose: Purpose },
): Promise<Said[]> {
  const found: Said[] = []
  for (const group of covering(database_id, purpose)) {
    const newest =
      'among' in group ? await newestAmong(db, subject, group) : await newestDecision(db, subject, group)
    if (newest) found.push(newest)
  }
  return found
}

/** The same, of their decisions up to an ordinal. */
export async function newestCoveringUntil(
  db: Reader,
  subject: string,
  { database_id, purpose }: { database_id: string; purpose: Purpose },
  until: number,
): Promise<Said[]> {
  const found: Said[] = []
  const known = { upTo: until, singly: [], until: { stop: -1, allow: -1 }, before: until + 1 }
  for (const group of covering(database_id, purpose)) {
    const newest = await newestKnown(db, { subject, group, ...known })
    if (newest) found.push(newest)
  }
  return found
}

/** The newest decision of a person about several databases with this one; null: none. */
const newestAmong = async (db: Reader, subject: string, { among }: { among: string }): Promise<Said | null> =>
  (await db
    .selectFrom('decision_database as member')
    .innerJoin('decision', (join) =>
      join.onRef('decision.subject', '=', 'member.subject').onRef('decision.ordinal', '=', 'member.ordinal'),
    )
    .select(SAID.map((column) => `decision.${column}` as const))
    .where('member.subject', '=', subject)
    .where('member.database_id', '=', among)
    .orderBy('member.ordinal', 'desc')
    .limit(1)
    .executeTakeFirst()) ?? null

/**
 * Decisions that may be known: those up to the ordinal `upTo`, those named in `singly`, and those of each choice
 * recorded until a time. Of all these, only those before the ordinal `before`.
 */
type Known = { upTo: number; singly: number[]; until: Record<Choice, number>; before: number }

/**
 * The newest decision of one group that may be known, of one person; null: none. It skips only rows newer than that:
 * as many as a person can make during the time of a pool.
 */
export async function newestKnown(
  db: Reader,
  { subject, group, upTo, singly, until, before }: { subject: string; group: Group } & Known,
): Promise<Said | null> {
  const known = db
    .selectFrom('decision')
    .select(INDEXED)
    .where('decision.subject', '=', subject)
    .where((eb) =>
      eb.or([
        eb('decision.ordinal', '<=', upTo),
        ...(singly.length > 0 ? [eb('decision.ordinal', 'in', singly)] : []),
        ...Object.entries(until).map(([choice, time]) =>
          eb.and([eb('decision.choice', '=', choice as Choice), eb('decision.recorded_at', '<=', time)]),
        ),
      ]),
    )
  const newest =
    'among' in group
      ? known
          .innerJoin('decision_database as member', 'member.ordinal', 'decision.ordinal')
          .select('decision.scope_databases')
          .where('member.subject', '=', subject)
          .where('member.database_id', '=', group.among)
          .where('member.ordinal', '<', before)
          .orderBy('member.ordinal', 'desc')
      : known.where(isOf(group)).where('decision.ordinal', '<', before).orderBy('decision.ordinal', 'desc')
  const row = await newest.limit(1).executeTakeFirst()
  return row ? { scope_databases: null, ...row } : null
}
