import type { Reader, Transactor } from '../store.ts'
import type { ReadMessageRow } from './rows.ts'

/** Notes that a person has read a message. The first time is kept. */
export const noteRead = (tx: Transactor, row: ReadMessageRow) =>
  tx
    .insertInto('read_message')
    .values(row)
    .onConflict((conflict) => conflict.columns(['subject', 'message']).doNothing())
    .execute()

/** When a person has read their messages, by the id of the message. */
export const readMessagesOf = async (db: Reader, subject: string): Promise<Map<string, number>> =>
  new Map(
    (
      await db
        .selectFrom('read_message')
        .select(['message', 'read_at'])
        .where('subject', '=', subject)
        .execute()
    ).map(({ message, read_at }) => [message, read_at]),
  )
