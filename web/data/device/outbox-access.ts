import type { DecisionBody } from '../../../api/contract/patient.ts'
import { type Delivery, deliver } from '../decision/deliver.ts'
import type { OutboxRecord, OutboxStore } from '../decision/outbox-record.ts'
import { api } from '../http/api.ts'
import { ApiError } from '../http/failure.ts'
import { isActing } from '../http/whom.ts'
import { askForBackgroundSync } from './background-sync.ts'
import { loadDevice } from './load-device.ts'
import { isSame, pageOutboxFor, pageOutboxOf, type Whose, whoseNow, whoseOf } from './page-outbox.ts'

/**
 * Returns the outbox for the decisions of a person: the device's, or one that lasts as long as the page. While one
 * acts for somebody, the device stores nothing.
 * @param kept id of a record that is already in one of them.
 */
export async function openOutbox(whose: Whose, kept: string | null = null): Promise<OutboxStore> {
  const page = pageOutboxOf(whose)
  if (whose.of || (kept !== null && (await page.read(kept)))) return page
  return (await loadDevice())?.outbox ?? page
}

/** Stores a record in the device's outbox, or in memory if that fails. Returns the store that holds it. */
export async function hold(record: OutboxRecord, whose: Whose): Promise<OutboxStore> {
  const device = whose.of ? null : await loadDevice()
  const page = async () => {
    const store = await pageOutboxFor(record, whose)
    await store.put(record)
    return store
  }
  return device ? device.outbox.put(record).then(() => device.outbox, page) : page()
}

/**
 * Delivers a record of `store`, one tab at a time. The service worker resends if the page closes before the answer.
 * While the page is about anybody else than the record, nothing is sent, and it waits.
 */
export function deliverFrom(
  store: OutboxStore,
  record: OutboxRecord,
  signed: DecisionBody | null,
): Promise<Delivery> {
  const post = async (body: DecisionBody, key: string) => {
    if (!isAboutNow(store)) throw new ApiError('acting')
    if (store.durable) void askForBackgroundSync().catch(() => {})
    return api.decide(body, key)
  }
  return deliver({ store, post, newKey: () => crypto.randomUUID(), exclusively }, record, signed)
}

/** What the device holds is its owner's. */
function isAboutNow(store: OutboxStore): boolean {
  if (store.durable) return !isActing()
  const whose = whoseOf(store)
  return whose !== undefined && isSame(whose, whoseNow())
}

const signedOf = async (store: OutboxStore): Promise<OutboxRecord[]> =>
  (await store.list().catch(() => [])).filter(({ signed }) => signed !== null)

/**
 * Sends every signed decision of an outbox again. Its key makes the server repeat its first answer.
 * @returns how many were answered, and the ids of those that were not.
 */
export async function sendFrom(store: OutboxStore): Promise<{ answered: number; unanswered: string[] }> {
  const records = await signedOf(store)
  for (const [answered, record] of records.entries()) {
    const { outcome } = await deliverFrom(store, record, null)
    if (outcome === 'unknown') return { answered, unanswered: records.slice(answered).map(({ id }) => id) }
  }
  return { answered: records.length, unanswered: [] }
}

/** The outboxes of whom this page is about. */
async function outboxesNow(): Promise<OutboxStore[]> {
  const device = isActing() ? null : await loadDevice()
  return [...(device ? [device.outbox] : []), pageOutboxOf(whoseNow())]
}

/** Ids of the signed decisions that wait for an answer, of whom this page is about. */
export async function signedNow(): Promise<string[]> {
  const records = await Promise.all((await outboxesNow()).map(signedOf))
  return records.flat().map(({ id }) => id)
}

/** Sends them again. @returns ids of those that still have no answer. */
export async function sendNow(): Promise<string[]> {
  const sent = []
  for (const store of await outboxesNow()) sent.push(...(await sendFrom(store)).unanswered)
  return sent
}

/** Without Web Locks, only the Idempotency-Key prevents two tabs from recording twice. */
function exclusively<T>(name: string, task: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(name, task) : task()
}
