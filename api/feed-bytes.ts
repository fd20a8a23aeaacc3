import { eventsBetween } from './store/deliveries.ts'
import type { Seen } from './store/setbacks.ts'
import type { Store } from './store/store.ts'

/** Events that are kept ready per database; older ones are read from the store. */
const KEPT = 10_000
/** Events that are read at a time: as many as a poll may ask for. */
const READ = 1000

type Published = { seq: number; jti: string; set: string }

/** The members of `sets` for a run of events, as JSON without braces, and how many there are. */
export type Page = { bytes: Buffer<ArrayBuffer>; count: number }

/** Consecutive events: `ends[i]` is where the bytes of event `first + i` end, each followed by a comma. */
type Run = { first: number; ends: number[]; buffer: Buffer<ArrayBuffer>; used: number }

/**
 * Published events in the bytes in which a poll sends them (RFC 8936 §2.3: `"jti":"SET"`). They are signed once and
 * never change, so that a page of any size and from any cursor is one stretch of memory.
 * @param saw is told the newest event of a stretch before anybody is given it.
 */
export function createFeedBytes(
  store: Pick<Store, 'read' | 'generation'>,
  { saw, keep = KEPT }: { saw?(event: Seen): void; keep?: number } = {},
) {
  const runs = new Map<string, Run>()
  let generation = store.generation()

  function append(run: Run, { jti, set }: Published): void {
    const text = `${JSON.stringify(jti)}:${JSON.stringify(set)},`
    if (run.used + text.length > run.buffer.length)
      run.buffer = Buffer.concat([run.buffer], Math.max(2 * run.buffer.length, run.used + text.length))
    run.used += run.buffer.write(text, run.used, 'latin1')
    run.ends.push(run.used)
  }

  const fresh = (first: number): Run => ({ first, ends: [], buffer: Buffer.allocUnsafe(64 * 1024), used: 0 })
  const next = (run: Run) => run.first + run.ends.length

  /** The run that holds `seq`, read from the store where memory does not reach. */
  async function runWith(database: string, seq: number, head: number): Promise<Run> {
    if (generation !== store.generation()) runs.clear()
    generation = store.generation()
    const began = generation
    const known = runs.get(database)
    if (known && known.first <= seq && head < next(known)) return known
    const run = known && known.first <= seq && seq <= next(known) ? known : fresh(seq)
    const first = next(run)
    const last = Math.min(head, first + Math.min(keep, READ) - 1)
    const events = await store.read((db) => eventsBetween(db, database, first, last))
    const newest = events.at(-1)
    if (newest) saw?.({ database_id: database, seq: newest.seq, jti: newest.jti })
    // Another poll may have read the same events meanwhile: each is appended where it belongs, or not at all.
    for (const event of events) if (event.seq === next(run)) append(run, event)
    // The store may have gone back meanwhile: then nothing of this is kept.
    if (began === store.generation())
      runs.set(database, run.ends.length > 2 * keep ? from(run, Math.max(seq, next(run) - keep)) : run)
    return run
  }

  /** What a run holds from `seq` on. */
  function from(run: Run, seq: number): Run {
    const drop = seq - run.first
    const start = run.ends[drop - 1] ?? 0
    const buffer = Buffer.from(run.buffer.subarray(start, run.used))
    return { first: seq, ends: run.ends.slice(drop).map((end) => end - start), buffer, used: buffer.length }
  }

  return {
    /** At most `limit` events after `cursor`. @param head newest sequence number. */
    async page(database: string, cursor: number, limit: number, head: number): Promise<Page> {
      const wanted = Math.min(limit, head - cursor)
      if (wanted <= 0) return { bytes: Buffer.alloc(0), count: 0 }
      const run = await runWith(database, cursor + 1, head)
      const place = cursor + 1 - run.first
      const count = Math.min(wanted, run.ends.length - place)
      const start = run.ends[place - 1] ?? 0
      const end = run.ends[place + count - 1] ?? start
      return { bytes: run.buffer.subarray(start, Math.max(start, end - 1)), count }
    },
  }
}

export type FeedBytes = ReturnType<typeof createFeedBytes>
