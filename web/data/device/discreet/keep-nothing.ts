import { keepUseInTab, noteDiscreet } from '../device-used.ts'
import { endPushes, eraseStored, openedDevice } from '../load-device.ts'
import { forgetPage } from '../page-outbox.ts'
import { forgetTab, lastProofing, rememberProofing } from '../tab-memory.ts'
import { deviceStorage, tabStorage } from '../web-storage.ts'
import { setDiscreet } from './discreet.ts'
import { hidePlace } from './place.ts'

/**
 * Lets this page store nothing from now on, and deletes what the device has of its person. While a decision is unsent
 * the device keeps it, and nothing changes: a lost stop is worse.
 */
export async function becomeDiscreet(): Promise<void> {
  noteDiscreet()
  const unsent = await (await openedDevice())?.outbox.list().catch(() => [])
  if (unsent && unsent.length > 0) return
  const proofing = lastProofing()
  setDiscreet(true)
  hidePlace()
  forgetTab()
  if (proofing !== null) rememberProofing(proofing)
  // At no time does the device look unused: who then asks for the session would be told that nobody signed in.
  keepUseInTab()
  await endPushes()
  await eraseStored().catch(() => {})
}

/** Deletes all that this site stored in the browser, except the files of the app, and what waits in memory. Never rejects. */
export async function eraseEverything(): Promise<void> {
  forgetTab()
  forgetPage()
  const clear = () => {
    for (const storage of [deviceStorage, tabStorage]) storage.clear()
  }
  clear()
  await endPushes()
  await (await openedDevice().catch(() => null))?.remove().catch(() => {})
  // What an answer that was on its way noted meanwhile.
  clear()
}
