import type { Clock } from '../domain/clock.ts'
import type { Random } from '../domain/random.ts'
import type { StreamEvents } from '../feed/stream-events.ts'
import type { WakeUps } from '../feed/wake-ups.ts'
import { ProblemError } from '../problem.ts'
import { headOf } from '../store/feeds/heads.ts'
import type { StreamRow, StreamStatus } from '../store/feeds/rows.ts'
import { deleteStream, insertStream, rewindStream, updateStream } from '../store/feeds/streams.ts'
import { lockStream } from '../store/locks.ts'
import type { Store } from '../store/store.ts'

/** What a holder chooses about its stream. */
type Chosen = Pick<StreamRow, 'description' | 'events_requested'>

/** Streams as holders open, change and close them: one for each database. */
export function createStreams({
  store,
  clock,
  random,
  streamEvents,
  wakeUps,
}: {
  store: Store
  clock: Clock
  random: Random
  streamEvents: StreamEvents
  wakeUps: WakeUps
}) {
  return {
    /** @throws ProblemError stream-exists */
    async open(database_id: string, chosen: Chosen): Promise<StreamRow> {
      const now = clock.now().getTime()
      const stream: StreamRow = {
        id: random.id(),
        database_id,
        ...chosen,
        status: 'enabled',
        status_reason: null,
        cursor: 0,
        created_at: now,
        noticed_at: now,
      }
      if (!(await store.transact((tx) => insertStream(tx, stream)))) throw new ProblemError('stream-exists')
      return stream
    },

    async change(stream: StreamRow, change: Partial<Chosen>): Promise<StreamRow> {
      if (Object.keys(change).length > 0) await store.transact((tx) => updateStream(tx, stream.id, change))
      return { ...stream, ...change }
    },

    async close(stream: StreamRow): Promise<void> {
      await store.transact((tx) => deleteStream(tx, stream))
      wakeUps.notify(stream.database_id)
    },

    /** Sets the status and queues a stream event about it. */
    async setStatus(
      stream: StreamRow,
      status: StreamStatus,
      status_reason: string | null,
    ): Promise<StreamRow> {
      const changed = { ...stream, status, status_reason }
      await store.transact(async (tx) => {
        await lockStream(tx, stream.id)
        // What was published while the stream was disabled is dropped: the holder has to load the lists.
        if (stream.status === 'disabled')
          await rewindStream(tx, stream, (await headOf(tx, stream.database_id)).seq)
        await updateStream(tx, stream.id, { status, status_reason })
      })
      await streamEvents.streamUpdated(changed)
      return changed
    },
  }
}

export type Streams = ReturnType<typeof createStreams>
