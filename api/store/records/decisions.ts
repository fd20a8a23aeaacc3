import type { Reader, Transactor } from '../store.ts'
import type { DecisionRow } from './rows.ts'
import { scopeOf } from './scopes.ts'

/** Columns of a decision for display: without evidence and receipt, which are long. */
const SHOWN = [
  'id',
  'subject',
  'ordinal',
  'choice',
  'scope_database',
  'scope_purpose',
  'scope_databases',
  'text',
  'locale',
  'device',
  'recorded_at',
  'receipt_number',
  'desk',
  'acting',
  'acting_patient',
] as const
export type ShownDecision = Pick<DecisionRow, (typeof SHOWN)[number]>

/** At most `limit` decisions of a person, newest first. @param before an ordinal: only decisions made before it. */
export const decisionsOf = (
  db: Reader,
  of: { subject: string; before: number },
  limit: number,
): Promise<ShownDecision[]> =>
  db
    .selectFrom('decision')
    .select(SHOWN)
    .where('subject', '=', of.subject)
    .where('ordinal', '<', of.before)
    .orderBy('ordinal', 'desc')
    .limit(limit)
    .execute()

export const findDecision = async (
  db: Reader,
  of: { id: string; subject: string },
): Promise<DecisionRow | null> =>
  (await db
    .selectFrom('decision')
    .selectAll()
    .where('id', '=', of.id)
    .where('subject', '=', of.subject)
    .executeTakeFirst()) ?? null

/** A decision that this account signed, for its own person or for somebody else. */
export const findSigned = async (
  db: Reader,
  of: { id: string; subject: string; patient_id: string },
): Promise<DecisionRow | null> =>
  (await db
    .selectFrom('decision')
    .selectAll()
    .where('id', '=', of.id)
    .where((eb) =>
      eb.or([
        eb('acting_patient', '=', of.patient_id),
        eb.and([eb('acting_patient', 'is', null), eb('subject', '=', of.subject)]),
      ]),
    )
    .executeTakeFirst()) ?? null

/** Stores a decision with the next ordinal of its person. */
export async function insertDecision(
  tx: Transactor,
  decision: Omit<DecisionRow, 'ordinal'>,
): Promise<DecisionRow> {
  const last = await tx
    .selectFrom('decision')
    .select((eb) => eb.fn.max('ordinal').as('ordinal'))
    .where('subject', '=', decision.subject)
    .executeTakeFirst()
  const row = { ...decision, ordinal: Number(last?.ordinal ?? 0) + 1 }
  await tx.insertInto('decision').values(row).execute()
  const scope = scopeOf(row)
  if ('databases' in scope) {
    const { subject, ordinal } = row
    const places = scope.databases.map((database_id) => ({ subject, database_id, ordinal }))
    await tx.insertInto('decision_database').values(places).execute()
  }
  return row
}
