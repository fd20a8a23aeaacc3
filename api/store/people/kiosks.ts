import type { Reader, Transactor } from '../store.ts'
import type { KioskCallRow, KioskRow } from './rows.ts'
import { deleteSession } from './sessions.ts'

/** A kiosk that was never heard of: silent, and without a command. */
const unknown = (id: string): KioskRow => ({
  id,
  muted: 0,
  command: null,
  command_no: 0,
  command_at: 0,
  seen_at: 0,
})

export const findKiosk = async (db: Reader, id: string): Promise<KioskRow> =>
  (await db.selectFrom('kiosk').selectAll().where('id', '=', id).executeTakeFirst()) ?? unknown(id)

/** Changes the state of a kiosk, known before or not. */
export const updateKiosk = (
  tx: Transactor,
  id: string,
  change: Partial<Pick<KioskRow, 'muted' | 'seen_at'>>,
) =>
  tx
    .insertInto('kiosk')
    .values({ ...unknown(id), ...change })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
    .execute()

/** Sets the next command of a kiosk. The row itself counts, so that two concurrent commands get different numbers. */
export const commandKiosk = (tx: Transactor, id: string, command: 'start' | 'end', at: number) =>
  tx
    .insertInto('kiosk')
    .values({ ...unknown(id), command, command_no: 1, command_at: at })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        command,
        command_no: row('kiosk.command_no', '+', 1),
        command_at: at,
      })),
    )
    .execute()

/** The call of a kiosk that nobody has closed yet. */
export const openCall = async (db: Reader, kioskId: string): Promise<KioskCallRow | null> =>
  (await db
    .selectFrom('kiosk_call')
    .selectAll()
    .where('kiosk_id', '=', kioskId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()) ?? null

/** Calls staff to a kiosk. A call that is already open stays unchanged. */
export const insertCall = (tx: Transactor, call: Pick<KioskCallRow, 'id' | 'kiosk_id' | 'called_at'>) =>
  tx
    .insertInto('kiosk_call')
    .values({ ...call, taken_at: null, closed_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute()

/** Takes or closes an open call; each step happens once. */
export const stepCall = (tx: Transactor, id: string, step: 'taken' | 'closed', at: number) =>
  tx
    .updateTable('kiosk_call')
    .set(step === 'taken' ? { taken_at: at } : { closed_at: at })
    .where('id', '=', id)
    .where(step === 'taken' ? 'taken_at' : 'closed_at', 'is', null)
    .execute()

export const findCall = async (db: Reader, id: string): Promise<KioskCallRow | null> =>
  (await db.selectFrom('kiosk_call').selectAll().where('id', '=', id).executeTakeFirst()) ?? null

const sessionsAt = (db: Reader, kioskId: string) =>
  db.selectFrom('session').select('id').where('kiosk_id', '=', kioskId)

/** Whether a session at this kiosk was seen after `since`. */
export const isInUse = async (db: Reader, kioskId: string, since: number): Promise<boolean> =>
  (await sessionsAt(db, kioskId).where('last_seen_at', '>', since).executeTakeFirst()) !== undefined

/** Ends every visit at a kiosk. */
export async function endVisits(tx: Transactor, kioskId: string): Promise<void> {
  for (const { id } of await sessionsAt(tx, kioskId).execute()) await deleteSession(tx, id)
}
