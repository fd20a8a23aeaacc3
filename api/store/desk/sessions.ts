import type { Reader, Transactor } from '../store.ts'
import type { DeskSessionRow } from './rows.ts'

export const insertDeskSession = (tx: Transactor, row: DeskSessionRow) =>
  tx.insertInto('desk_session').values(row).execute()

/** The session whose cookie hashes to this. The caller checks whether it has expired. */
export const findDeskSession = async (db: Reader, secretHash: string): Promise<DeskSessionRow | null> =>
  (await db
    .selectFrom('desk_session')
    .selectAll()
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst()) ?? null

/** Reads and locks a session until the end of this transaction. */
export const lockDeskSession = async (tx: Transactor, id: string): Promise<DeskSessionRow | null> =>
  (await tx.selectFrom('desk_session').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) ??
  null

export const updateDeskSession = (tx: Transactor, id: string, change: Partial<DeskSessionRow>) =>
  tx.updateTable('desk_session').set(change).where('id', '=', id).execute()

/** Ends a session and its challenges. */
export async function deleteDeskSession(tx: Transactor, id: string): Promise<void> {
  await tx.deleteFrom('challenge').where('session_id', '=', id).execute()
  await tx.deleteFrom('desk_session').where('id', '=', id).execute()
}

/** Ends the sessions of one of the staff. */
export async function deleteDeskSessionsOf(tx: Transactor, staff_id: string): Promise<void> {
  const own = await tx.selectFrom('desk_session').select('id').where('staff_id', '=', staff_id).execute()
  for (const { id } of own) await deleteDeskSession(tx, id)
}
