import type { Reader, Transactor } from '../store.ts'
import type { StreamEventRow, StreamRow } from './rows.ts'

export const streamsOf = (db: Reader, databases: readonly string[]): Promise<StreamRow[]> =>
  databases.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('stream')
        .selectAll()
        .where('database_id', 'in', databases)
        .orderBy('created_at')
        .execute()

/** Per database with a stream, values that change whenever a long poll has something to answer. */
export const newsOfFeeds = (db: Reader) =>
  db
    .selectFrom('stream')
    .leftJoin('feed', 'feed.database_id', 'stream.database_id')
    .select(['stream.database_id', 'stream.id', 'stream.status', 'stream.noticed_at', 'feed.seq'])
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

export const updateStream = (tx: Transactor, id: string, change: Partial<StreamRow>) =>
  tx.updateTable('stream').set(change).where('id', '=', id).execute()

/** Ends a stream and drops acknowledgements ahead of its cursor: the next stream starts from the beginning. */
export async function deleteStream(tx: Transactor, stream: StreamRow): Promise<void> {
  await tx.deleteFrom('ack').where('database_id', '=', stream.database_id).execute()
  await tx.deleteFrom('stream').where('id', '=', stream.id).execute()
}

/** Rewinds the stream: serves everything after `after_seq` again. */
export async function rewindStream(tx: Transactor, stream: StreamRow, after_seq: number): Promise<void> {
  await tx.deleteFrom('ack').where('database_id', '=', stream.database_id).execute()
  await updateStream(tx, stream.id, { cursor: after_seq })
}

/** Enabled streams whose newest stream event was fetched and was not made between `from` and `to`. */
export const silentStreams = (db: Reader, { from, to }: { from: number; to: number }): Promise<StreamRow[]> =>
  db
    .selectFrom('stream')
    .selectAll()
    .where('status', '=', 'enabled')
    .where((eb) => eb.or([eb('noticed_at', '<', from), eb('noticed_at', '>', to)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('notice').select('notice.jti').whereRef('notice.stream_id', '=', 'stream.id'),
        ),
      ),
    )
    .execute()

/**
 * Claims the heartbeat of a silent stream.
 * @returns false when another publisher did.
 */
export async function claimHeartbeat(tx: Transactor, stream: StreamRow, now: number): Promise<boolean> {
  const result = await tx
    .updateTable('stream')
    .set({ noticed_at: now })
    .where('id', '=', stream.id)
    .where('noticed_at', '=', stream.noticed_at)
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}

/** Queues a stream event for the next poll. */
export async function insertStreamEvent(tx: Transactor, event: StreamEventRow): Promise<void> {
  await tx.insertInto('notice').values(event).execute()
  await updateStream(tx, event.stream_id, { noticed_at: event.created_at })
}

export const streamEventsOf = (db: Reader, stream_id: string): Promise<StreamEventRow[]> =>
  db.selectFrom('notice').selectAll().where('stream_id', '=', stream_id).orderBy('created_at').execute()

export const ackStreamEvents = (tx: Transactor, stream_id: string, jtis: string[]) =>
  tx.deleteFrom('notice').where('stream_id', '=', stream_id).where('jti', 'in', jtis).execute()
