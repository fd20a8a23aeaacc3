import { useEffect } from 'react'
import { listen, whenSettled } from './browser.ts'
import { markDeviceUnused } from './device-used.ts'
import { loadDevice } from './load-device.ts'
import { type StorageState, storageState } from './storage-state.ts'
import { createStore, useStore } from './store.ts'
import { forgetTab } from './tab-memory.ts'

/** What this device can remember. `unknown` until it was looked at, shortly after the first paint. */
export function useStorage(): StorageState {
  useEffect(() => whenSettled(() => void loadDevice()), [])
  return useStore(storageState)
}

/** Erases everything about a person from this device, unsent decisions too. Rejects when the browser refuses. */
export async function eraseDevice(): Promise<void> {
  forgetTab()
  markDeviceUnused()
  const device = await loadDevice()
  await device?.erase()
}

const online = createStore(navigator.onLine, () => {
  const update = () => online.set(navigator.onLine)
  update()
  return listen([window, 'online', update], [window, 'offline', update])
})

/** Whether the browser believes that there is a network. A failed call knows better. */
export function useOnline(): boolean {
  return useStore(online)
}
