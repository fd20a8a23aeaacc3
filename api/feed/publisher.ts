import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { AuditAnchors } from '../audit/anchors.ts'
import type { Databases } from '../catalogue/load.ts'
import type { Config } from '../config.ts'
import { dayInJapan } from '../domain/calendar.ts'
import type { Clock } from '../domain/clock.ts'
import { changePayload, type Numbered, number } from '../domain/feed.ts'
import { availability } from '../domain/linkage.ts'
import { goingOut, isNextInterval, isRound } from '../domain/pool.ts'
import type { Random } from '../domain/random.ts'
import { LIST_TTL } from '../domain/status-list.ts'
import type { Signer } from '../keys/signer.ts'
import type { Cases } from '../services/cases/found.ts'
import { CLAIM_MS } from '../services/decision-claims.ts'
import { purgeExpired } from '../store/expired.ts'
import { headOf } from '../store/feeds/heads.ts'
import {
  beginRound,
  databasesWaiting,
  deadlinesWaiting,
  hasTold,
  lastRound,
  type WaitingChange,
  waitingChanges,
} from '../store/feeds/pools.ts'
import { Overtaken, publish } from '../store/feeds/publish.ts'
import type { EventRow } from '../store/feeds/rows.ts'
import { listPath, listsToBuild } from '../store/feeds/status-lists.ts'
import { releaseDeadClaims } from '../store/records/idempotency.ts'
import { openWaiting } from '../store/records/linkages.ts'
import { dropAbandoned } from '../store/records/usage.ts'
import type { Setback } from '../store/setback.ts'
import type { Store } from '../store/store.ts'
import type { Turns } from '../turns.ts'
import { createOtherProcesses } from './other-processes.ts'
import type { StatusLists } from './status-lists.ts'
import type { StreamEvents } from './stream-events.ts'
import type { WakeUps } from './wake-ups.ts'

/** Changes of one database that are numbered in one transaction. */
const BATCH = 1000
/** Events signed in one turn: about four milliseconds. */
const SIGNED_AT_ONCE = 100
/** Events of several databases, and lists, that are committed together: a few milliseconds of this thread. */
const TOGETHER = 500
const LISTS_TOGETHER = 10
/** How often expired rows are dropped and the audit trail is anchored. */
const UPKEEP_EVERY_MS = 60_000
/** Waiting tokens whose day has come, opened in one transaction. */
const OPENED = 500
/** Rows of a table that are dropped in one transaction. */
const PURGED = 1000
/** An upload takes half an hour at most (`main.ts`): one that began this long ago was abandoned. */
const ABANDONED_MS = 24 * 3_600_000
/** A stored time may be this far ahead of our clock; if it is farther, the clock was set back. */
const AHEAD_MS = 60_000

/** A database that publishes now: in a round, or only changes that its holder was told when it registered. */
type Due = { database: string; inRound: boolean }

/**
 * The tick. It opens waiting linkages whose day has come. It numbers and signs the changes that leave the pools. It
 * rebuilds status lists that changed or grow old. Any number of publishers may run on one store.
 */
export function createPublisher({
  store,
  auditAnchors,
  cases,
  signer,
  clock,
  random,
  config,
  databases,
  wakeUps,
  statusLists,
  streamEvents,
  turns,
  log,
  setback,
}: {
  store: Store
  auditAnchors: AuditAnchors
  cases: Cases
  signer: Signer
  clock: Clock
  random: Random
  config: Config
  databases: Databases
  wakeUps: WakeUps
  statusLists: StatusLists
  streamEvents: StreamEvents
  turns: Turns
  log: Logger
  setback: Setback
}) {
  const { pool } = config
  const lookForNews = createOtherProcesses({ store, wakeUps })
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  let lastTick: number | null = null
  let lastUpkeep = Number.NEGATIVE_INFINITY

  function eventOf(database: string, change: Numbered<WaitingChange>, published_at: number): EventRow {
    const { token, kind, replaces, purpose, idx, recorded_at, ordinal, decided_by } = change
    const { seq, revoked_count, revoked_digest } = change.head
    const jti = random.bytes(16).toString('base64url')
    const txn = random.bytes(16).toString('base64url')
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
      ordinal,
      decided_by,
      set,
      revoked_count,
      revoked_digest,
    }
  }

  /** What the holder knows of a token after this change. A database that is not in the catalogue opens nothing. */
  const listedBy = (change: WaitingChange, today: string) => {
    if (change.kind === 'revoke') return 'revoked'
    const database = databases.find(change.database_id)
    return database ? availability(database, change, today).state : 'waiting'
  }

  const momentOf = (now: number) => ({ now, farthest: now + pool.maxMs + pool.allowMs })

  /** Numbers and signs the changes that leave the pool of a database now. */
  async function prepare({ database, inRound }: Due, now: number) {
    const { head, waiting } = await store.read(async (db) => ({
      head: await headOf(db, database),
      waiting: await waitingChanges(db, database, momentOf(now), { limit: BATCH, onlyTold: !inRound }),
    }))
    const chosen = goingOut(waiting, { pool, now, inRound }, random.below)
    const numbered = number(head, chosen, (change) => change.linkage_id, random.below)
    const events: EventRow[] = []
    const published_at = wholeSecond(now)
    for (const change of numbered) {
      if (events.length % SIGNED_AT_ONCE === 0) await nextTurn()
      events.push(eventOf(database, change, published_at))
    }
    const today = dayInJapan(new Date(now))
    const going = numbered.map((change) => ({ ...change, listed: listedBy(change, today) }) as const)
    const to = numbered.at(-1)?.head ?? head
    return { database, inRound, from: head, to, events, going, isFull: waiting.length === BATCH }
  }

  /** @returns false when another publisher was faster, or a linkage was taken back meanwhile. */
  async function commit({ database, from, to, events, going }: Awaited<ReturnType<typeof prepare>>) {
    try {
      await store.transact((tx) => publish(tx, database, from, to, events, going), { lane: 'later' })
    } catch (error) {
      if (error instanceof Overtaken) return false
      throw error
    }
    const newest = events.at(-1)
    if (newest) setback.saw(newest)
    wakeUps.notify(database)
    log.info({ database, through: to.seq, events: events.length }, 'published')
    return true
  }

  /**
   * Whether this publisher makes a round of a database now: enough changes wait, or the deadline of one has passed.
   */
  async function beginsRound(database: string, now: number): Promise<boolean> {
    const { waiting, last } = await store.read(async (db) => ({
      waiting: await deadlinesWaiting(db, database, momentOf(now), pool.min),
      last: await lastRound(db, database),
    }))
    if (!isRound(waiting, pool, now)) return false
    if (pool.maxMs === 0) return true
    return (
      isNextInterval(last, pool, now) &&
      store.transact((tx) => beginRound(tx, database, last, now), { durable: false })
    )
  }

  /**
   * Publishes the changes that leave the pools of these databases. Small batches are committed together, so that they
   * share an fsync.
   * @returns those in which more may be waiting.
   */
  async function publishFrom(due: Due[], now: number): Promise<Due[]> {
    const more: Due[] = []
    let ready: Awaited<ReturnType<typeof prepare>>[] = []
    let size = 0
    const commitReady = async () => {
      const done = await Promise.all(ready.map(commit))
      for (const [i, { isFull, ...one }] of ready.entries()) if (isFull || !done[i]) more.push(one)
      ready = []
      size = 0
    }
    for (const one of due) {
      const batch = await prepare(one, now)
      if (batch.events.length === 0) continue
      ready.push(batch)
      size += batch.events.length
      if (size >= TOGETHER) await commitReady()
    }
    await commitReady()
    return more
  }

  /**
   * One round of each database whose time has come. Of the others: only changes that their holders were told already.
   * All changes of a round have one time, in whole seconds (I6).
   */
  async function makeRounds(now: number): Promise<void> {
    let due: Due[] = []
    for (const database of await store.read(databasesWaiting)) {
      const inRound = await beginsRound(database, now)
      if (inRound || (await store.read((db) => hasTold(db, database, momentOf(now)))))
        due.push({ database, inRound })
    }
    while (due.length > 0) due = await publishFrom(due, now)
  }

  async function tick(): Promise<void> {
    const now = clock.now()
    await setback.look()
    if (!setback.mayPublish()) {
      lastTick = clock.monotonic()
      return
    }
    const today = dayInJapan(now)
    while (await store.transact((tx) => openWaiting(tx, today, now.getTime(), OPENED), { lane: 'later' }))
      await turns.next()
    await makeRounds(now.getTime())
    const old = now.getTime() - (LIST_TTL * 1000) / 2
    const lists = await store.read((db) => listsToBuild(db, { from: old, to: now.getTime() + AHEAD_MS }))
    while (lists.length > 0) await statusLists.build(lists.splice(0, LISTS_TOGETHER))
    await streamEvents.heartbeat()
    await cases.openFound()
    if (store.shared) await lookForNews()
    if (clock.monotonic() - lastUpkeep >= UPKEEP_EVERY_MS) {
      while (await store.transact((tx) => purgeExpired(tx, now.getTime(), PURGED), { lane: 'later' }))
        await turns.next()
      const abandoned = now.getTime() - ABANDONED_MS
      while (await store.transact((tx) => dropAbandoned(tx, abandoned, PURGED), { lane: 'later' }))
        await turns.next()
      const dead = now.getTime() - CLAIM_MS
      while (await store.transact((tx) => releaseDeadClaims(tx, dead, PURGED), { lane: 'later' }))
        await turns.next()
      await auditAnchors.anchor()
      lastUpkeep = clock.monotonic()
    }
    lastTick = clock.monotonic()
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
    /** When the last tick ended, by the monotonic clock; null: none has. */
    lastTick: () => lastTick,
  }
}

const wholeSecond = (at: number) => Math.floor(at / 1000) * 1000

export type Publisher = ReturnType<typeof createPublisher>
