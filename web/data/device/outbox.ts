import type { ActingFor } from '../../../api/contract/acting.ts'
import type { IntentDraft, OutboxRecord } from '../decision/outbox-record.ts'
import { createStore, useStore } from '../state/store.ts'
import { loadDevice } from './load-device.ts'
import { isSame, type PageItem, pageItems, pageOutboxOf, whoseNow } from './page-outbox.ts'

/**
 * A decision that the server has not acknowledged. `signed`: the passkey has signed it. It may have been sent; no answer
 * has arrived. `durable`: the device stores it; otherwise it ends with the page.
 */
export type OutboxItem = {
  id: string
  draft: IntentDraft
  kept_at: string
  state: 'unsent' | 'signed'
  durable: boolean
}

/** One of somebody else than this page is about. `of`: for whom one acted; undefined: oneself. */
export type OtherItem = OutboxItem & { of: ActingFor | undefined }

const kept = createStore<OutboxItem[] | null>(null, () => {
  let stop = () => {}
  let stopped = false
  void loadDevice().then((device) => {
    if (stopped) return
    if (device) stop = device.outbox.watch((records) => kept.set(records.map(itemOf)))
    else kept.set([])
  })
  return () => {
    stopped = true
    stop()
    kept.set(null)
  }
})

/**
 * The unacknowledged decisions of whom this page is about, oldest first; null while loading: those on this device, which
 * are its owner's and follow changes from other tabs, and those that only this page holds.
 */
export function useOutbox(): OutboxItem[] | null {
  const stored = useStore(kept)
  const held = useStore(pageItems)
  const now = whoseNow()
  const mine = held.filter(({ whose }) => isSame(whose, now)).map(heldItem)
  return stored && [...(now.of ? [] : stored), ...mine]
}

/**
 * Those of somebody else, which are not sent before the page is about that person again: what this page holds, and, while
 * one acts for somebody, one's own signed ones on this device.
 */
export function useOthersOutbox(): OtherItem[] {
  const stored = useStore(kept)
  const held = useStore(pageItems)
  const now = whoseNow()
  const own = now.of ? (stored ?? []).filter(({ state }) => state === 'signed') : []
  const others = held.filter(({ whose }) => whose.account === now.account && !isSame(whose, now))
  return [
    ...own.map((item) => ({ ...item, of: undefined })),
    ...others.map((item) => ({ ...heldItem(item), of: item.whose.of })),
  ]
}

/** Deletes the item without sending it. */
export async function discard(id: string): Promise<void> {
  for (const { record, whose } of pageItems.get()) {
    if (record.id === id) return pageOutboxOf(whose).remove(id)
  }
  const device = await loadDevice()
  await device?.outbox.remove(id)
}

const heldItem = ({ record }: PageItem): OutboxItem => ({ ...itemOf(record), durable: false })

function itemOf({ id, draft, kept_at, signed }: OutboxRecord): OutboxItem {
  return { id, draft, kept_at, state: signed ? 'signed' : 'unsent', durable: true }
}
