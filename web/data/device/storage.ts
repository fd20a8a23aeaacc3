import { useEffect } from 'react'
import { ApiError } from '../http/failure.ts'
import { whenSettled } from '../state/browser.ts'
import { useStore } from '../state/store.ts'
import { markDeviceUnused } from './device-used.ts'
import { eraseStored, loadDevice } from './load-device.ts'
import { type StorageState, storageState } from './storage-state.ts'
import { forgetTab } from './tab-memory.ts'

/** What this device can remember. `unknown` until it was looked at, shortly after the first paint. */
export function useStorage(): StorageState {
  useEffect(() => whenSettled(() => void loadDevice()), [])
  return useStore(storageState)
}

/** Erases everything about a person from this device, unsent decisions too. Rejects with ApiError `not-erased`. */
export async function eraseDevice(): Promise<void> {
  forgetTab()
  markDeviceUnused()
  await eraseStored().catch(() => {
    throw new ApiError('not-erased')
  })
}
