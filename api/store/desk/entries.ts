import type { Reader, Transactor } from '../store.ts'
import type { DeskEntryRow } from './rows.ts'

export const findEntry = async (db: Reader, of: { id: string; desk: string }): Promise<DeskEntryRow | null> =>
  (await db
    .selectFrom('desk_entry')
    .selectAll()
    .where('id', '=', of.id)
    .where('desk', '=', of.desk)
    .executeTakeFirst()) ?? null

/** The entry of a form that counts: one that was typed wrongly and given back does not. */
export const entryOfForm = async (db: Reader, form: string): Promise<DeskEntryRow | null> =>
  (await db
    .selectFrom('desk_entry')
    .selectAll()
    .where('form', '=', form)
    .where((eb) => eb.or([eb('reason', 'is', null), eb('reason', '!=', 'entered-wrongly')]))
    .executeTakeFirst()) ?? null

/** Reads and locks an entry until the end of this transaction. */
export const lockEntry = async (tx: Transactor, id: string): Promise<DeskEntryRow | null> =>
  (await tx.selectFrom('desk_entry').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) ?? null

/** @returns false where the form, or what was sealed for it, has an entry already. */
export const insertEntry = async (tx: Transactor, row: DeskEntryRow): Promise<boolean> => {
  const { numInsertedOrUpdatedRows = 0n } = await tx
    .insertInto('desk_entry')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}

export const endEntry = (
  tx: Transactor,
  id: string,
  end: Pick<DeskEntryRow, 'state' | 'ended_by' | 'ended_at' | 'reason'>,
) => tx.updateTable('desk_entry').set(end).where('id', '=', id).execute()

/** At most `limit` entries of a desk without an end, the oldest first. */
export const openEntries = (db: Reader, desk: string, limit: number): Promise<DeskEntryRow[]> =>
  db
    .selectFrom('desk_entry')
    .selectAll()
    .where('desk', '=', desk)
    .where('state', '=', 'entered')
    .orderBy('entered_at')
    .orderBy('id')
    .limit(limit)
    .execute()

/** Forms without an end that every desk has, and how many of them were entered before `since`. */
export async function waitingForms(
  db: Reader,
  since: number,
): Promise<Map<string, { waiting: number; late: number }>> {
  const rows = await db
    .selectFrom('desk_entry')
    .select(['desk', (eb) => eb.fn.countAll().as('waiting')])
    .select((eb) => eb.fn.sum(eb.case().when('entered_at', '<', since).then(1).else(0).end()).as('late'))
    .where('state', '=', 'entered')
    .groupBy('desk')
    .execute()
  return new Map(
    rows.map(({ desk, waiting, late }) => [desk, { waiting: Number(waiting), late: Number(late) }]),
  )
}

/** Forms without an end that were entered before `since`, the oldest first. */
export const lateForms = (
  db: Reader,
  since: number,
): Promise<Pick<DeskEntryRow, 'desk' | 'form' | 'entered_at'>[]> =>
  db
    .selectFrom('desk_entry')
    .select(['desk', 'form', 'entered_at'])
    .where('state', '=', 'entered')
    .where('entered_at', '<', since)
    .orderBy('entered_at')
    .orderBy('id')
    .execute()

/** Entries that entries of the trail name. */
export const entriesById = (db: Reader, ids: string[]): Promise<DeskEntryRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db.selectFrom('desk_entry').selectAll().where('id', 'in', ids).execute()
