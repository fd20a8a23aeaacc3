import type { Purpose } from '../../contract/catalogue.ts'
import type { Choice } from '../../contract/patient.ts'
import type { Reader } from '../store.ts'
import type { DecisionRow } from './rows.ts'

/**
 * Which decisions stand. The newest decision of each scope counts, and few scopes cover one linkage. So the cost of a
 * query here does not grow with the number of a person's decisions.
 */

/** Columns of a scope, as a decision has them. */
export type ScopeColumns = Pick<DecisionRow, 'scope_database' | 'scope_purpose'>

const SAID = ['subject', 'ordinal', 'choice', 'scope_database', 'scope_purpose', 'recorded_at'] as const
const NEWEST = SAID.map((column) => `newest.${column}` as const)
/** The choice, scope and time of a decision: a narrow row. */
export type Said = Pick<DecisionRow, (typeof SAID)[number]>

/** The scopes that cover a linkage. */
const covering = (database_id: string, purpose: Purpose): ScopeColumns[] => [
  { scope_database: null, scope_purpose: null },
  { scope_database: database_id, scope_purpose: null },
  { scope_database: database_id, scope_purpose: purpose },
]

const isEqual = (value: string | null) => (value === null ? 'is' : '=')

/** Decisions of one scope. */
const within = (db: Reader, { scope_database, scope_purpose }: ScopeColumns) =>
  db
    .selectFrom('decision')
    .where('decision.scope_database', isEqual(scope_database), scope_database)
    .where('decision.scope_purpose', isEqual(scope_purpose), scope_purpose)

/** The newest decision of a person, of one scope or of any; null: none. */
export async function newestDecision(
  db: Reader,
  subject: string,
  scope: ScopeColumns | 'any',
): Promise<Said | null> {
  const query = scope === 'any' ? db.selectFrom('decision') : within(db, scope)
  const newest = query.select(SAID).where('subject', '=', subject).orderBy('ordinal', 'desc').limit(1)
  return (await newest.executeTakeFirst()) ?? null
}

/** The newest decision of each scope that covers a linkage, by linkage: at most three. */
export async function newestCovering(
  db: Reader,
  linkages: string[],
  { database_id, purpose }: { database_id: string; purpose: Purpose },
): Promise<Map<string, Said[]>> {
  const found = new Map<string, Said[]>(linkages.map((id) => [id, []]))
  for (const { scope_database, scope_purpose } of linkages.length > 0 ? covering(database_id, purpose) : []) {
    const rows = await db
      .selectFrom('linkage')
      .innerJoin('decision as newest', (join) =>
        join.onRef('newest.subject', '=', 'linkage.subject').on('newest.ordinal', '=', (eb) =>
          eb
            .selectFrom('decision')
            .select((decision) => decision.fn.max('decision.ordinal').as('ordinal'))
            .whereRef('decision.subject', '=', 'linkage.subject')
            .where('decision.scope_database', isEqual(scope_database), scope_database)
            .where('decision.scope_purpose', isEqual(scope_purpose), scope_purpose),
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

/**
 * Decisions that may be known: those up to the ordinal `upTo`, those named in `singly`, and those of each choice
 * recorded until a time. Of all these, only those before the ordinal `before`.
 */
type Known = { upTo: number; singly: number[]; until: Record<Choice, number>; before: number }

/**
 * The newest decision of one scope that may be known, of one person; null: none. It skips only rows newer than that:
 * as many as a person can make during the time of a pool.
 */
export async function newestKnown(
  db: Reader,
  { subject, scope, upTo, singly, until, before }: { subject: string; scope: ScopeColumns } & Known,
): Promise<Said | null> {
  const row = await within(db, scope)
    .select(SAID)
    .where('subject', '=', subject)
    .where('ordinal', '<', before)
    .where((eb) =>
      eb.or([
        eb('ordinal', '<=', upTo),
        ...(singly.length > 0 ? [eb('ordinal', 'in', singly)] : []),
        ...Object.entries(until).map(([choice, time]) =>
          eb.and([eb('choice', '=', choice as Choice), eb('recorded_at', '<=', time)]),
        ),
      ]),
    )
    .orderBy('ordinal', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}
