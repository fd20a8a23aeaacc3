import type { Reader, Transactor } from '../store.ts'
import type { DeskStaffRow } from './rows.ts'

/** One of the staff with a key that they have registered. */
export type Keyed = DeskStaffRow & { credential_id: string; public_key: string; transports: string }

const isKeyed = (row: DeskStaffRow | undefined): row is Keyed =>
  row !== undefined && row.credential_id !== null && row.public_key !== null

/** Everybody, by desk and name; keys that were blocked as well. */
export const allStaff = (db: Reader): Promise<DeskStaffRow[]> =>
  db.selectFrom('desk_staff').selectAll().orderBy('desk').orderBy('name').orderBy('invited_at').execute()

/** Everybody at a desk who has registered a key; keys that were blocked as well. */
export const keysAt = async (db: Reader, desk: string): Promise<Keyed[]> =>
  (await db.selectFrom('desk_staff').selectAll().where('desk', '=', desk).orderBy('id').execute()).filter(
    isKeyed,
  )

export const staffByCredential = async (db: Reader, credential_id: string): Promise<Keyed | null> => {
  const row = await db
    .selectFrom('desk_staff')
    .selectAll()
    .where('credential_id', '=', credential_id)
    .executeTakeFirst()
  return isKeyed(row) ? row : null
}

export const staffById = async (db: Reader, id: string): Promise<Keyed | null> => {
  const row = await db.selectFrom('desk_staff').selectAll().where('id', '=', id).executeTakeFirst()
  return isKeyed(row) ? row : null
}

/** The names of these staff, by id. */
export async function namesOf(db: Reader, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('desk_staff').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The row of somebody at a desk whose key is not blocked, locked. */
export const lockLive = async (
  tx: Transactor,
  { desk, name }: Pick<DeskStaffRow, 'desk' | 'name'>,
): Promise<DeskStaffRow | null> =>
  (await tx
    .selectFrom('desk_staff')
    .selectAll()
    .where('desk', '=', desk)
    .where('name', '=', name)
    .where('blocked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()) ?? null

/** Reads and locks these staff whose key is registered and not blocked, in one order. */
export async function lockStaff(tx: Transactor, ids: string[]): Promise<Map<string, Keyed>> {
  const rows = await tx
    .selectFrom('desk_staff')
    .selectAll()
    .where('id', 'in', ids)
    .where('blocked_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(rows.filter(isKeyed).map((row) => [row.id, row]))
}

/** Reads and locks whom an invitation is for; null: it was used, replaced or blocked, or its time is over. */
export const lockInvited = async (
  tx: Transactor,
  invite_hash: string,
  now: number,
): Promise<DeskStaffRow | null> =>
  (await tx
    .selectFrom('desk_staff')
    .selectAll()
    .where('invite_hash', '=', invite_hash)
    .where('blocked_at', 'is', null)
    .where('invite_until', '>', now)
    .forUpdate()
    .executeTakeFirst()) ?? null

export const insertStaff = (tx: Transactor, row: DeskStaffRow) =>
  tx.insertInto('desk_staff').values(row).execute()

export const updateStaff = (tx: Transactor, id: string, change: Partial<DeskStaffRow>) =>
  tx.updateTable('desk_staff').set(change).where('id', '=', id).execute()

/** Whether a key has this credential id, also a blocked one. */
export const isTaken = async (tx: Transactor, credential_id: string): Promise<boolean> =>
  (await tx
    .selectFrom('desk_staff')
    .select('id')
    .where('credential_id', '=', credential_id)
    .executeTakeFirst()) !== undefined
