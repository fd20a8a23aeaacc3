import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Deps } from './deps.ts'
import { dayInJapan } from './domain/calendar.ts'
import { changePayload, type Numbered, number } from './domain/feed.ts'
import { LIST_TTL } from './domain/status-list.ts'
import { createFeedWatch } from './feed-watch.ts'
import { createNotices } from './notices.ts'
import { databasesWaiting, headOf, publish, type WaitingChange, waitingChanges } from './store/feeds.ts'
import { openWaiting } from './store/linkages.ts'
import type { EventRow } from './store/schema.ts'
import { purgeExpired } from './store/sessions.ts'
import { listPath, listsToBuild } from './store/status-lists.ts'

/** Changes of one database that are numbered in one transaction. */
const BATCH = 5000
/** Events that are signed before others get their turn: about four milliseconds. */
const SIGNED_AT_ONCE = 100
/** Events of several databases, and lists, that are committed together: a few milliseconds of this thread. */
const TOGETHER = 500
const LISTS_TOGETHER = 10
/** How often what has expired is dropped, and the audit trail anchored. */
const UPKEEP_EVERY_MS = 60_000
/** Rows of a table that are dropped in one transaction. */
const PURGED = 1000
/** What is stored may be this much ahead of our clock; more, and the clock was set back. */
const AHEAD_MS = 60_000

/**
 * The tick: opens waiting linkages whose day has come, numbers and signs what decisions left in the outbox, rebuilds
 * the status lists that changed or grow old. Any number of publishers may run on one store.
 */
export function createPublisher(deps: Deps) {
  const { store, auditAnchors, signer, chance, config, feedSignal, statusLists, turns, log, setback } = deps
  const notices = createNotices(deps)
  const lookForNews = createFeedWatch(deps)
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  let lastTick: number | null = null
  let lastUpkeep = Number.NEGATIVE_INFINITY

  function eventOf(database: string, change: Numbered<WaitingChange>, published_at: number): EventRow {
    const { token, kind, replaces, purpose, idx, recorded_at } = change
    const { seq, revoked_count, revoked_digest } = change.head
    const jti = chance.bytes(16).toString('base64url')
    const txn = chance.bytes(16).toString('base64url')
    const envelope = { issuer: config.origin, database, jti, txn, tick: published_at / 1000 }
    const status_list = { uri: config.origin + listPath(change), idx }
    const payload = changePayload(envelope, { seq, token, kind, replaces, purpose, status_list })
    const set = signer.sign('secevent+jwt', payload)
    return {
      database_id: database,
      seq,
      jti,
      token,
      kind,
      recorded_at,
      published_at,
      set,
      revoked_count,
      revoked_digest,
    }
  }

  /** Numbers and signs what waits of a database. */
  async function prepare(database: string, published_at: number) {
    const { head, waiting } = await store.read(async (db) => ({
      head: await headOf(db, database),
      waiting: await waitingChanges(db, database, BATCH),
    }))
    const numbered = number(head, waiting, (change) => change.linkage_id, chance.below)
    const events: EventRow[] = []
    for (const change of numbered) {
      if (events.length % SIGNED_AT_ONCE === 0) await nextTurn()
      events.push(eventOf(database, change, published_at))
    }
    const ids = numbered.map((change) => change.id)
    return { database, from: head, to: numbered.at(-1)?.head ?? head, events, ids }
  }

  /** @returns false when another publisher was faster. */
  async function commit({ database, from, to, events, ids }: Awaited<ReturnType<typeof prepare>>) {
    if (!(await store.transact((tx) => publish(tx, database, from, to, events, ids)))) return false
    const newest = events.at(-1)
    if (newest) setback.saw(newest)
    feedSignal.notify(database)
    log.info({ database, through: to.seq, events: events.length }, 'published')
    return true
  }

  /** Small batches are committed together, so that they share an fsync. @returns whether more may be waiting. */
  async function publishWaiting(published_at: number): Promise<boolean> {
    let more = false
    let ready: Awaited<ReturnType<typeof prepare>>[] = []
    let size = 0
    const commitReady = async () => {
      if ((await Promise.all(ready.map(commit))).includes(false)) more = true
      ready = []
      size = 0
    }
    for (const database of await store.read(databasesWaiting)) {
      const batch = await prepare(database, published_at)
      if (batch.events.length === 0) continue
      if (batch.events.length === BATCH) more = true
      ready.push(batch)
      size += batch.events.length
      if (size >= TOGETHER) await commitReady()
    }
    await commitReady()
    return more
  }

  async function tick(): Promise<void> {
    const now = chance.now()
    await setback.look()
    if (!setback.mayPublish()) {
      lastTick = chance.monotonic()
      return
    }
    await store.transact((tx) => openWaiting(tx, dayInJapan(now), now.getTime()))
    // One time for the whole tick: no reader of a feed can tell who decided when, or match people across feeds (I6).
    const published_at = Math.floor(now.getTime() / 1000) * 1000
    while (await publishWaiting(published_at));
    const old = now.getTime() - (LIST_TTL * 1000) / 2
    const lists = await store.read((db) => listsToBuild(db, { from: old, to: now.getTime() + AHEAD_MS }))
    while (lists.length > 0) await statusLists.build(lists.splice(0, LISTS_TOGETHER))
    await notices.heartbeat()
    if (store.shared) await lookForNews()
    if (chance.monotonic() - lastUpkeep >= UPKEEP_EVERY_MS) {
      while (await store.transact((tx) => purgeExpired(tx, now.getTime(), PURGED))) await turns.next()
      await auditAnchors.anchor()
      lastUpkeep = chance.monotonic()
    }
    lastTick = chance.monotonic()
  }

  const loop = () => {
    running = tick()
      .catch((err: unknown) => log.error({ err }, 'tick failed'))
      .then(() => {
        if (!stopped) timer = setTimeout(loop, config.tickMs)
      })
  }

  return {
    tick,
    start: loop,
    /** Resolves when the tick in progress is done. */
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await running
    },
    /** When a tick ended last, by the monotonic clock; null: none has. */
    lastTick: () => lastTick,
  }
}

export type Publisher = ReturnType<typeof createPublisher>
