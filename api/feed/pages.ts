import { eventsBetween } from '../store/feeds/deliveries.ts'
import type { Seen } from '../store/setbacks.ts'
import type { Store } from '../store/store.ts'
import type { Turns } from '../turns.ts'

/** Events kept in memory per database; others are read from the store. */
const KEPT = 10_000
/** Events read and kept together: about a millisecond of work, a tenth of what a poll may ask for. */
const BLOCK = 100

/** The members of `sets` for a run of events, as JSON without braces and in parts, with their count. */
export type Page = { parts: Buffer<ArrayBuffer>[]; count: number }

/**
 * Consecutive events from `first` on. `ends[i]` is where the bytes of event `first + i` end; each ends with a comma.
 */
type Block = { first: number; ends: number[]; bytes: Buffer<ArrayBuffer> }

/**
 * Published events in the bytes in which a poll sends them (RFC 8936 §2.3: `"jti":"SET"`). They are signed once and
 * never change. Blocks begin at the same events for every reader, so a page costs only what it holds. A reader that
 * rewinds to the start of a long feed does not make others read or copy the rest of it.
 * @param saw is told the newest event of a block before any reader gets it.
 */
export function createFeedPages(
  { store, turns }: { store: Pick<Store, 'read' | 'generation'>; turns: Turns },
  { saw, keep = KEPT, size = BLOCK }: { saw?(event: Seen): void; keep?: number; size?: number } = {},
) {
  /** Blocks by number within each database, least recently used first. */
  const kept = new Map<string, Map<number, Block>>()
  let generation = store.generation()

  function blocksOf(database: string): Map<number, Block> {
    if (generation !== store.generation()) kept.clear()
    generation = store.generation()
    const blocks = kept.get(database) ?? new Map<number, Block>()
    kept.set(database, blocks)
    return blocks
  }

  function remember(blocks: Map<number, Block>, number: number, block: Block): void {
    blocks.delete(number)
    blocks.set(number, block)
    if (blocks.size > Math.max(1, keep / size)) blocks.delete(blocks.keys().next().value ?? number)
  }

  /** The block with this number, at least up to `last` where the store has it. */
  async function blockUpTo(database: string, number: number, last: number, head: number): Promise<Block> {
    const blocks = blocksOf(database)
    const known = blocks.get(number) ?? { first: number * size + 1, ends: [], bytes: Buffer.alloc(0) }
    const end = Math.min(head, known.first + size - 1)
    if (Math.min(last, end) < next(known)) {
      remember(blocks, number, known)
      return known
    }
    await turns.next()
    const began = store.generation()
    const events = await store.read((db) => eventsBetween(db, database, next(known), end))
    const newest = events.at(-1)
    if (newest) saw?.({ database_id: database, seq: newest.seq, jti: newest.jti })
    const block = extended(known, events)
    // The store may have gone back meanwhile, or another poll may have read farther: then this block is not kept.
    const now = blocksOf(database)
    if (began === store.generation() && next(now.get(number) ?? known) <= next(block))
      remember(now, number, block)
    return block
  }

  return {
    /** At most `limit` events after `cursor`. @param head newest sequence number. */
    async page(database: string, cursor: number, limit: number, head: number): Promise<Page> {
      const last = Math.min(cursor + limit, head)
      const parts: Buffer<ArrayBuffer>[] = []
      let through = cursor
      while (through < last) {
        const block = await blockUpTo(database, Math.floor(through / size), last, head)
        const from = through + 1 - block.first
        const to = Math.min(last + 1 - block.first, block.ends.length)
        // The store has no more: it went back, and the poll ends there.
        if (to <= from) break
        parts.push(block.bytes.subarray(block.ends[from - 1] ?? 0, block.ends[to - 1]))
        through += to - from
      }
      const end = parts.pop()
      return { parts: end ? [...parts, end.subarray(0, -1)] : [], count: through - cursor }
    },
  }
}

const next = ({ first, ends }: Block): number => first + ends.length

/** A block with the events that follow it, up to the first gap. */
function extended(block: Block, events: { seq: number; jti: string; set: string }[]): Block {
  const ends = [...block.ends]
  let text = ''
  for (const { seq, jti, set } of events) {
    if (seq !== block.first + ends.length) break
    text += `${JSON.stringify(jti)}:${JSON.stringify(set)},`
    ends.push(block.bytes.length + text.length)
  }
  // Compact JWS and base64url are ASCII (RFC 7515 §3.1): a character is a byte.
  return { first: block.first, ends, bytes: Buffer.concat([block.bytes, Buffer.from(text, 'latin1')]) }
}

export type FeedPages = ReturnType<typeof createFeedPages>
