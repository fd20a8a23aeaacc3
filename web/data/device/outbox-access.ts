import type { DecisionBody } from '../../../api/contract/patient.ts'
import { type Delivery, deliver } from '../decision/deliver.ts'
import { createMemoryOutbox } from '../decision/outbox-memory.ts'
import type { OutboxRecord, OutboxStore } from '../decision/outbox-record.ts'
import { api } from '../http/api.ts'
import { isActing, whomTurn } from '../http/whom.ts'
import { askForBackgroundSync } from './background-sync.ts'
import { loadDevice } from './load-device.ts'

const memory = createMemoryOutbox()
let acting = { turn: 0, outbox: createMemoryOutbox() }

/** The outbox of whom one acts for. It ends with that: nobody else may send what is in it. */
function actingOutbox(): OutboxStore {
  if (acting.turn !== whomTurn()) acting = { turn: whomTurn(), outbox: createMemoryOutbox() }
  return acting.outbox
}

/** Returns the device's outbox, or one that lasts as long as the page, or as long as one acts for somebody. */
export async function openOutbox(): Promise<OutboxStore> {
  if (isActing()) return actingOutbox()
  return (await loadDevice())?.outbox ?? memory
}

/** Stores a record in the device's outbox, or in memory if that fails. Returns the store that holds it. */
export async function hold(record: OutboxRecord): Promise<OutboxStore> {
  const store = await openOutbox()
  return store.put(record).then(
    () => store,
    () => memory.put(record).then(() => memory),
  )
}

/** Delivers a record of `store`, one tab at a time. The service worker resends if the page closes before the answer. */
export function deliverFrom(
  store: OutboxStore,
  record: OutboxRecord,
  signed: DecisionBody | null,
): Promise<Delivery> {
  const post = (body: DecisionBody, key: string) => {
    if (store.durable) void askForBackgroundSync().catch(() => {})
    return api.decide(body, key)
  }
  return deliver({ store, post, newKey: () => crypto.randomUUID(), exclusively }, record, signed)
}

/** Without Web Locks, only the Idempotency-Key prevents two tabs from recording twice. */
function exclusively<T>(name: string, task: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(name, task) : task()
}
