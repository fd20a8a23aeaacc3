import type { StreamRow, VerificationRow } from './schema.ts'
import type { Reader, Transactor } from './store.ts'

export const streamsOf = (db: Reader, databases: readonly string[]): Promise<StreamRow[]> =>
  databases.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('stream')
        .selectAll()
        .where('database_id', 'in', databases)
        .orderBy('created_at')
        .execute()

/** @returns false when the database has a stream already. */
export async function insertStream(tx: Transactor, stream: StreamRow): Promise<boolean> {
  const result = await tx
    .insertInto('stream')
    .values(stream)
    .onConflict((conflict) => conflict.column('database_id').doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows) > 0
}

export const deleteStream = (tx: Transactor, id: string) =>
  tx.deleteFrom('stream').where('id', '=', id).execute()

export const insertVerification = (tx: Transactor, row: VerificationRow) =>
  tx.insertInto('verification').values(row).execute()

export const verificationsOf = (db: Reader, stream_id: string): Promise<VerificationRow[]> =>
  db.selectFrom('verification').selectAll().where('stream_id', '=', stream_id).orderBy('created_at').execute()

export const ackVerification = (tx: Transactor, stream_id: string, jti: string) =>
  tx.deleteFrom('verification').where('stream_id', '=', stream_id).where('jti', '=', jti).execute()
