import type { IntentDraft, OutboxRecord } from '../decision/outbox-record.ts'
import { isActing } from '../http/whom.ts'
import { createStore, useStore } from '../state/store.ts'
import { loadDevice } from './load-device.ts'

/** A decision that the server has not acknowledged. `signed`: the passkey has signed it. It may have been sent; no answer has arrived. */
export type OutboxItem = { id: string; draft: IntentDraft; kept_at: string; state: 'unsent' | 'signed' }

const items = createStore<OutboxItem[] | null>(null, () => {
  let stop = () => {}
  let stopped = false
  void (isActing() ? Promise.resolve(null) : loadDevice()).then((device) => {
    if (stopped) return
    if (device) stop = device.outbox.watch((records) => items.set(records.map(itemOf)))
    else items.set([])
  })
  return () => {
    stopped = true
    stop()
    items.set(null)
  }
})

/**
 * The unacknowledged decisions on this device, oldest first; null while loading. Follows changes from other tabs. None
 * while one acts for somebody: they are the owner's.
 */
export function useOutbox(): OutboxItem[] | null {
  return useStore(items)
}

/** Deletes the item without sending it. */
export async function discard(id: string): Promise<void> {
  const device = await loadDevice()
  await device?.outbox.remove(id)
}

function itemOf({ id, draft, kept_at, signed }: OutboxRecord): OutboxItem {
  return { id, draft, kept_at, state: signed ? 'signed' : 'unsent' }
}
