import type { Logger } from 'pino'
import type { Databases } from '../catalogue/load.ts'
import type { Clock } from '../domain/clock.ts'
import { hasNews } from '../domain/messages/timed.ts'
import type { Random } from '../domain/random.ts'
import { messagesOf } from '../services/views/messages.ts'
import {
  claimPush,
  duePeople,
  noteLooked,
  notePushes,
  type Watched,
  watchedBefore,
} from '../store/people/pushes.ts'
import type { PushPersonRow, PushSubscriptionRow } from '../store/people/rows.ts'
import type { Setback } from '../store/setback.ts'
import type { Store } from '../store/store.ts'
import type { Turns } from '../turns.ts'
import type { SubscriptionSeal } from './sealed-subscription.ts'
import type { Outcome, PushSender } from './sender.ts'

/** How often news are looked for and pushes are sent. */
const EVERY_MS = 10_000
/** How long after one look the news of the same person are looked for again, at least. */
const LOOK_EVERY_MS = 60_000
/** What happened more recently waits for the next look: its transaction may not have ended yet. */
const SETTLED_MS = 60_000
/** A push waits for a random time of up to this, so that its time tells nobody what happened when. */
const JITTER_MS = 120_000
/** The least time between two pushes to a person, and before a push that failed is tried again. */
const APART_MS = 10 * 60_000
/** People looked at, and told, in one run. Those that remain are first in the next. */
const LOOKED = 500
const TOLD = 200
/** Pushes on their way at once. */
const AT_ONCE = 8
/** A device that could not be told so often is told of these news no more. The screen tells everything. */
const TRIES = 5

/** One push and what became of it. */
type Sent = { subscription: PushSubscriptionRow; outcome: Outcome }

/**
 * Tells people by push that something happened. It looks at what was stored, apart from every request, so that no
 * holder can measure who is told. Any number of processes may run it: each push is sent by one of them; should that
 * one die in between, by another one again. What is lost here is only a hint to open the app.
 */
export function createPusher({
  store,
  setback,
  databases,
  clock,
  random,
  turns,
  log,
  sender,
  seal,
}: {
  store: Store
  setback: Pick<Setback, 'mayPublish'>
  databases: Databases
  clock: Clock
  random: Random
  turns: Turns
  log: Logger
  sender: PushSender
  seal: SubscriptionSeal
}) {
  const stopping = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  async function lookAt(person: Watched, until: number): Promise<void> {
    const { looked_until, sent_at } = person
    const messages = await store.read((db) => messagesOf(db, { databases, clock }, person))
    const news = hasNews(messages, looked_until, until)
    const now = clock.now().getTime()
    const due_at = news ? Math.max(now, sent_at + APART_MS) + random.below(JITTER_MS) : null
    await store.transact((tx) => noteLooked(tx, person, { until, due_at }), { lane: 'later', durable: false })
  }

  /** Looks for news of people whose turn it is. */
  async function look(): Promise<void> {
    const until = clock.now().getTime() - SETTLED_MS
    for (const person of await store.read((db) => watchedBefore(db, until - LOOK_EVERY_MS, LOOKED))) {
      if (stopping.signal.aborted) return
      await turns.next()
      await lookAt(person, until)
    }
  }

  /** @returns what became of the pushes to the devices of a person. */
  async function tell(person: PushPersonRow): Promise<Sent[]> {
    const at = clock.now().getTime()
    const claim = { at, again_at: at + APART_MS }
    const devices = await store.transact((tx) => claimPush(tx, person, claim), { lane: 'later' })
    if (devices === null) return []
    const sent: Sent[] = []
    for (const subscription of devices) {
      const outcome = await sendTo(subscription)
      sent.push({ subscription, outcome })
    }
    const ids = (fits: (one: Sent) => boolean) => sent.filter(fits).map(({ subscription }) => subscription.id)
    const isGivenUp = ({ outcome, subscription }: Sent) =>
      outcome === 'failed' && subscription.tries + 1 >= TRIES
    const noted = {
      told: ids((one) => one.outcome === 'sent' || isGivenUp(one)),
      failed: ids((one) => one.outcome === 'failed' && !isGivenUp(one)),
      gone: ids(({ outcome }) => outcome === 'gone'),
    }
    // An aborted push counts as none: the next process sends it.
    if (!stopping.signal.aborted)
      await store.transact((tx) => notePushes(tx, person, noted), { lane: 'later', durable: false })
    return sent
  }

  async function sendTo({ sealed }: PushSubscriptionRow): Promise<Outcome> {
    try {
      return await sender.send(seal.open(sealed), stopping.signal)
    } catch {
      // Sealed under a key that is gone: nobody can be told by it any more.
      return 'gone'
    }
  }

  /** Tells those who are due. */
  async function send(): Promise<void> {
    const waiting = await store.read((db) => duePeople(db, clock.now().getTime(), TOLD))
    const sent: Sent[] = []
    const next = async (): Promise<void> => {
      const person = waiting.shift()
      if (!person || stopping.signal.aborted) return
      sent.push(...(await tell(person)))
      return next()
    }
    await Promise.all(Array.from({ length: AT_ONCE }, next))
    if (sent.length === 0) return
    const count = (wanted: Outcome) => sent.filter(({ outcome }) => outcome === wanted).length
    log.info({ sent: count('sent'), failed: count('failed'), gone: count('gone') }, 'pushes')
  }

  /** One run: looks for news, then tells who is due. */
  async function run(): Promise<void> {
    if (sender.publicKey === null || !setback.mayPublish()) return
    await look()
    await send()
  }

  const loop = () => {
    running = run()
      .catch((err: unknown) => log.error({ err }, 'pushes failed'))
      .then(() => {
        if (!stopping.signal.aborted) timer = setTimeout(loop, EVERY_MS)
      })
  }

  return {
    run,
    start(): void {
      timer = setTimeout(loop, EVERY_MS)
    },
    /** Resolves when the run in progress has ended; pushes on their way are given up. */
    async stop(): Promise<void> {
      stopping.abort()
      clearTimeout(timer)
      await running
    },
  }
}

export type Pusher = ReturnType<typeof createPusher>
