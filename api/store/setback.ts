import { AsyncLocalStorage } from 'node:async_hooks'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import { currentEpoch } from './epochs.ts'
import { StoreUnavailable } from './errors.ts'
import { insertKnownClosed } from './feeds/known-closed.ts'
import { createFormerLeader } from './former-leader.ts'
import {
  chainOrdinals,
  changeNumbers,
  findSetback,
  insertSetback,
  missingEvents,
  newestEvents,
  type Seen,
} from './setbacks.ts'
import type { Reader, Store, TransactOptions, Transactor } from './store.ts'

/** The epoch as the head of a feed names it. A restore begins one, and `createSetback` notices it. */
export type EpochSeen = { epoch?: string }
/** When that restore was, in ms since 1970; null: the store was never restored. */
export type RestoreSeen = { at: number | null }

/** Ticks without publishing on a new timeline: another process may know that it has lost something. */
const QUIET_TICKS = 2

/**
 * Notices that the store has gone back: a standby that was behind was promoted, or an older copy replaced it.
 *
 * A process remembers what it has seen committed: the newest event of each feed, the change number of each list, and
 * how far its own chains of the audit trail had come. It looks once a tick, and before the first write after anything
 * that may have put the store back. If something is missing, a row in the store tells every process and the next
 * start. From then on nothing is written until an epoch begins. Lists and feeds are served as far as they can be
 * read.
 */
export function createSetback({
  opened,
  epoch,
  restored,
  clock,
  config,
  log,
}: {
  opened: Store
  epoch: EpochSeen
  restored: RestoreSeen
  clock: Clock
  config: Pick<Config, 'tickMs'>
  log: Pick<Logger, 'warn' | 'error'>
}) {
  const written = new AsyncLocalStorage<Map<string, number>>()
  const events = new Map<string, Seen>()
  const chains = new Map<string, number>()
  let lists = new Map<string, number>()
  let reason: string | null = null
  /** Extra generations: they void what was remembered although the store itself reported no break. */
  let voided = 0
  let checked: number | null = null
  let timeline: number | null = null
  let quietUntil = -Infinity
  /** Tokens that memory knows to be closed and the store calls open; and whether they were stored. */
  let recall: (read?: Store['read']) => Promise<string[]> = async () => []
  let hasRecalled = false
  let looking: Promise<void> | null = null

  function declare(why: string): void {
    if (reason !== null) return
    reason = why
    voided += 1
    log.error({ reason }, 'the store has gone back: nothing is written until `npm run restore -- --epoch`')
  }

  /** The state of the store, and what it lost of what was seen before this read; null: nothing. */
  async function readAll(db: Reader) {
    // Taken before reading: what commits during the read is remembered meanwhile, and may be missing from it.
    const before = { events: [...events.values()], chains: new Map(chains), lists }
    const flag = await findSetback(db)
    const [missing] = await missingEvents(db, before.events)
    const newest = await newestEvents(db)
    const ordinals = await chainOrdinals(db, [...before.chains.keys()])
    const numbers = await changeNumbers(db)
    const loss =
      flag?.reason ??
      (missing ? `event ${missing.seq} of ${missing.database_id} is gone` : null) ??
      (isBehind(ordinals, before.chains) ? 'something that was acknowledged is gone' : null) ??
      (isBehind(numbers, before.lists) ? 'a change of a status list is gone' : null)
    // Read last: there is no snapshot over these reads, and an epoch that begins meanwhile explains what is missing.
    const epoch = await currentEpoch(db)
    return { epoch, flag, newest, lists: numbers, loss }
  }

  const formerLeader = createFormerLeader({
    former: opened.former,
    lookAt: readAll,
    isNewer: ({ id, began_at }) => id !== epoch.epoch && began_at > (restored.at ?? Number.NEGATIVE_INFINITY),
    known(read) {
      // What lists call closed is remembered under a generation: it becomes memory when that ends.
      voided += 1
      return recall(read)
    },
    clock,
    log,
  })

  /** An epoch has begun: what was seen before says nothing about the store any more. */
  function begin(next: NonNullable<Awaited<ReturnType<typeof currentEpoch>>>): void {
    Object.assign(epoch, { epoch: next.id })
    restored.at = next.began_at
    for (const memory of [events, chains, lists]) memory.clear()
    reason = null
    hasRecalled = false
    voided += 1
    log.warn({ epoch: next.id }, 'an epoch has begun')
  }

  async function check(): Promise<void> {
    const generation = opened.generation()
    if (timeline !== null && opened.timeline() !== timeline)
      quietUntil = clock.monotonic() + QUIET_TICKS * config.tickMs
    timeline = opened.timeline()
    const now = await opened.read(readAll).catch(formerLeader.met)
    if (now === null) return check()
    formerLeader.left()
    if (now.epoch && now.epoch.id !== epoch.epoch) {
      begin(now.epoch)
      return check()
    }
    if (now.loss !== null) declare(now.loss)
    if (reason !== null) {
      const row = { reason, noticed_at: clock.now().getTime() }
      if (!now.flag) await opened.transact((tx) => insertSetback(tx, row, epoch.epoch ?? null))
      if (!hasRecalled) await keepClosed(row.noticed_at)
    } else {
      now.newest.forEach(saw)
      lists = now.lists
      opened.keepWatch?.()
    }
    checked = generation
  }

  /** Stored, so that an epoch closes them: memory ends with the process, but what was stopped stays stopped. */
  async function keepClosed(noticed_at: number): Promise<void> {
    const tokens = await recall()
    if (tokens.length > 0) {
      await opened.transact((tx) => insertKnownClosed(tx, tokens, noticed_at))
      log.error({ closed: tokens.length }, 'kept what was closed and is not in the store any more')
    }
    hasRecalled = true
  }

  function saw(event: Seen): void {
    if ((events.get(event.database_id)?.seq ?? 0) < event.seq) events.set(event.database_id, event)
  }

  /** Looks now, or shares the running look. */
  function look(): Promise<void> {
    looking ??= check().finally(() => {
      looking = null
    })
    return looking
  }

  const refuse = (): never => {
    throw new StoreUnavailable('the store has gone back')
  }

  /** Writes only on a store that is known not to have gone back. */
  const gated =
    (write: Store['transact']): Store['transact'] =>
    async <T>(fn: (tx: Transactor) => Promise<T>, options?: TransactOptions) => {
      if (opened.generation() !== checked) await look()
      if (reason !== null) return refuse()
      const wrote = new Map<string, number>()
      const result = await write(async (tx) => {
        // The connection of this transaction may lead to another server than the one that was checked.
        if (opened.generation() !== checked) await look()
        if (reason !== null) return refuse()
        wrote.clear()
        return written.run(wrote, () => fn(tx))
      }, options)
      for (const [chain, ordinal] of wrote) chains.set(chain, Math.max(ordinal, chains.get(chain) ?? 0))
      return result
    }

  return {
    store: {
      ...opened,
      transact: gated(opened.transact),
      generation: () => opened.generation() + voided,
    } satisfies Store,
    look,
    /** @param known reads the tokens that memory knows to be closed and the store calls open. */
    recallWith(known: (read?: Store['read']) => Promise<string[]>): void {
      recall = known
    },
    /** Why nothing is written; null: the store has not gone back. */
    reason: () => reason,
    /** What a former leader of the database that answers has lost; null: none answers. */
    formerLeader: formerLeader.reason,
    /** Remembers events that were committed, or that a reader is about to get. */
    saw,
    /** Remembers how far the running transaction has brought a chain of ours; it counts once that has committed. */
    wrote(chain: string, ordinal: number): void {
      written.getStore()?.set(chain, ordinal)
    },
    mayPublish: () => reason === null && clock.monotonic() >= quietUntil,
  }
}

/** Whether a counter is lower than before. */
const isBehind = (now: Map<string, number>, before: Map<string, number>): boolean =>
  [...before].some(([name, count]) => (now.get(name) ?? 0) < count)

export type Setback = ReturnType<typeof createSetback>
