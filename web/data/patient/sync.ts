import { loadDevice } from '../device/load-device.ts'
import { sendFrom } from '../device/outbox-access.ts'
import { catalogue, publicKeys } from '../device/published.ts'
import { isActing } from '../http/whom.ts'
import { whenBack } from '../state/browser.ts'
import type { Store } from '../state/store.ts'
import { refreshDatabases } from './databases.ts'
import { refreshDecisions } from './decisions.ts'

// Loaded with this module: each file of its own lengthens the list of the service worker.
export { becomeDiscreet } from '../device/discreet/keep-nothing.ts'

/**
 * Starts what the device does by itself. It keeps the public keys, and the catalogue. While somebody is
 * signed in, it resends signed decisions without an answer whenever the page comes back, and renews the subscription to
 * pushes once. Unsigned decisions wait for the person. Nothing of that happens while one acts for somebody.
 */
export function startSync(session: Pick<Store<{ status: string }>, 'get' | 'subscribe'>): void {
  let renewed = false
  const settle = () => {
    const isIn = session.get().status === 'signed-in' && !isActing()
    if (isIn) void sendSigned()
    if (isIn && !renewed) void renewPushes()
    renewed = isIn
  }
  void publicKeys
    .keep()
    .then(catalogue.keep)
    .catch(() => {})
  settle()
  session.subscribe(settle)
  whenBack(settle)
}

/** Stores the subscription of this device under its new session, so that signing out there ends it. */
async function renewPushes(): Promise<void> {
  if (globalThis.Notification?.permission !== 'granted') return
  const { refreshPush } = await import('./push.ts')
  await refreshPush()
}

/** Resends every signed decision that the device stores. What only the page holds, its screen goes on sending. */
async function sendSigned(): Promise<void> {
  const device = await loadDevice()
  if (!device || (await sendFrom(device.outbox)).answered === 0) return
  refreshDatabases()
  refreshDecisions()
}
