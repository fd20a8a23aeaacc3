import { keepKeys } from '../device/keys.ts'
import { loadDevice } from '../device/load-device.ts'
import { deliverFrom } from '../device/outbox-access.ts'
import { whenBack } from '../state/browser.ts'
import type { Store } from '../state/store.ts'
import { refreshDatabases } from './databases.ts'
import { refreshDecisions } from './decisions.ts'

/**
 * What this device does by itself: it keeps the public keys, and whenever somebody is signed in and the page comes back
 * it asks again about signed decisions whose answer was lost. What is not signed waits for the person.
 */
export function startSync(session: Pick<Store<{ status: string }>, 'get' | 'subscribe'>): void {
  const settle = () => {
    if (session.get().status === 'signed-in') void sendSigned()
  }
  void keepKeys().catch(() => {})
  settle()
  session.subscribe(settle)
  whenBack(settle)
}

/** Sends again every signed decision. Its key makes the server answer as it did the first time. */
async function sendSigned(): Promise<void> {
  const device = await loadDevice()
  const records = (await device?.outbox.list().catch(() => [])) ?? []
  for (const record of records) {
    if (!device || !record.signed) continue
    const { outcome } = await deliverFrom(device.outbox, record, null)
    if (outcome === 'unknown') return
    refreshDatabases()
    refreshDecisions()
  }
}
