import type { Relation } from '../../contract/acting.ts'
import { chunks } from '../chunks.ts'
import type { Reader, Transactor } from '../store.ts'
import type { DecisionRow, DisagreementRow, KeptDecisionRow } from './rows.ts'

/** The members of a decision by which it is told who made it, and what it reaches. */
export type MadeRow = Pick<
  DecisionRow,
  | 'id'
  | 'ordinal'
  | 'choice'
  | 'scope_database'
  | 'scope_purpose'
  | 'scope_databases'
  | 'recorded_at'
  | 'acting'
  | 'acting_patient'
>
const MADE = [
  'id',
  'ordinal',
  'choice',
  'scope_database',
  'scope_purpose',
  'scope_databases',
  'recorded_at',
  'acting',
  'acting_patient',
] as const

/** Every decision about a person, whoever made it. */
export const madeOf = (db: Reader, subject: string): Promise<MadeRow[]> =>
  db.selectFrom('decision').select(MADE).where('subject', '=', subject).execute()

/** Representatives' decisions about a person, newest first. */
export const actedOf = (db: Reader, subject: string): Promise<MadeRow[]> =>
  db
    .selectFrom('decision')
    .select(MADE)
    .where('subject', '=', subject)
    .where('acting', 'is not', null)
    .orderBy('ordinal', 'desc')
    .execute()

/** How the maker of each of these decisions stands to the person, by ordinal; those that the person made are absent. */
export async function relationsOf(
  db: Reader,
  subject: string,
  ordinals: number[],
): Promise<Map<number, Relation>> {
  const found = new Map<number, Relation>()
  for (const some of chunks([...new Set(ordinals)])) {
    const rows = await db
      .selectFrom('decision')
      .select(['ordinal', 'acting'])
      .where('subject', '=', subject)
      .where('ordinal', 'in', some)
      .where('acting', 'is not', null)
      .execute()
    for (const { ordinal, acting } of rows) if (acting) found.set(ordinal, acting)
  }
  return found
}

/** Ids of the stops about which a person's representatives disagree. */
export const disagreedOf = async (db: Reader, subject: string): Promise<Set<string>> =>
  new Set(
    (await db.selectFrom('disagreement').select('decision_id').where('subject', '=', subject).execute()).map(
      ({ decision_id }) => decision_id,
    ),
  )

export const insertDisagreements = async (tx: Transactor, rows: DisagreementRow[]): Promise<void> => {
  if (rows.length === 0) return
  await tx
    .insertInto('disagreement')
    .values(rows)
    .onConflict((conflict) => conflict.column('decision_id').doNothing())
    .execute()
}

/** Ids of the decisions that a person has said to keep. */
export const keptOf = async (db: Reader, subject: string): Promise<Set<string>> =>
  new Set(
    (await db.selectFrom('kept_decision').select('decision_id').where('subject', '=', subject).execute()).map(
      ({ decision_id }) => decision_id,
    ),
  )

export const insertKept = async (tx: Transactor, row: KeptDecisionRow): Promise<void> => {
  await tx
    .insertInto('kept_decision')
    .values(row)
    .onConflict((conflict) => conflict.column('decision_id').doNothing())
    .execute()
}
