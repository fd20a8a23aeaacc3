import type { ActingFor } from '../../../api/contract/acting.ts'
import { sha256 } from '../decision/digest.ts'
import { createMemoryOutbox } from '../decision/outbox-memory.ts'
import type { OutboxRecord, OutboxStore } from '../decision/outbox-record.ts'
import { actingNow, nameOf } from '../http/whom.ts'
import { listen } from '../state/browser.ts'
import { createStore } from '../state/store.ts'

/** Who decides, as the digest of their account ('': not known to this page), and for whom they act. */
export type Whose = { account: string; of: ActingFor | undefined }

/** A decision that this page alone holds: the device stores nothing of it. It ends with the document. */
export type PageItem = { record: OutboxRecord; whose: Whose }

export const pageItems = createStore<PageItem[]>([])

type PageOutbox = { whose: Whose; store: OutboxStore; records: OutboxRecord[] }

let outboxes: PageOutbox[] = []
let account = ''
let stopAsking = () => {}

/** Whose decision this page makes now. */
export const whoseNow = (): Whose => ({ account, of: actingNow() })

export const isSame = (one: Whose, other: Whose): boolean =>
  one.account === other.account && nameOf(one.of) === nameOf(other.of)

/** Notes who has signed in. Decisions of anybody else stay hidden, and wait until their person signs in again. */
export function noteAccount(digest: string): void {
  account = digest
  publish()
}

/** Returns the outbox in memory of one person. Nobody else may send what is in it. */
export function pageOutboxOf(whose: Whose): OutboxStore {
  const known = outboxes.find((one) => isSame(one.whose, whose))
  if (known) return known.store
  const store = createMemoryOutbox((records) => {
    made.records = records
    publish()
  })
  const made: PageOutbox = { whose, store, records: [] }
  outboxes.push(made)
  return store
}

/** The outbox in memory for a signed record. Where the page does not know who signed in, the signature says it. */
export async function pageOutboxFor(record: OutboxRecord, whose: Whose): Promise<OutboxStore> {
  const signature = record.signed?.response
  if (whose.account !== '' || !signature) return pageOutboxOf(whose)
  const signer = await sha256(signature.response.userHandle ?? signature.id)
  if (account === '') noteAccount(signer)
  return pageOutboxOf({ ...whose, account: signer })
}

/** For whom what an outbox in memory holds is; undefined for any other outbox. */
export const whoseOf = (store: OutboxStore): Whose | undefined =>
  outboxes.find((one) => one.store === store)?.whose

/** Forgets every decision that this page alone holds. */
export function forgetPage(): void {
  outboxes = []
  publish()
}

function publish(): void {
  const items = outboxes.flatMap(({ whose, records }) => records.map((record) => ({ record, whose })))
  stopAsking()
  const waits = items.some(({ record, whose }) => record.signed !== null && whose.account === account)
  stopAsking = waits ? listen([window, 'beforeunload', ask]) : () => {}
  pageItems.set(items)
}

/** Lets the browser ask before a decision is lost with the page. Whoever leaves at once is not held up. */
function ask(event: Event): void {
  if (document.body.hidden) return
  event.preventDefault()
  // Of browsers before 2023.
  Object.assign(event, { returnValue: true })
}
