import { useEffect } from 'react'
import { ApiError } from '../http/failure.ts'
import { whenSettled } from '../state/browser.ts'
import { useStore } from '../state/store.ts'
import { markDeviceUnused } from './device-used.ts'
import { endPushes, eraseStored, loadDevice } from './load-device.ts'
import { type StorageState, storageState } from './storage-state.ts'
import { forgetTab } from './tab-memory.ts'

/** State of this device's storage. `unknown` until it is checked, shortly after the first paint. */
export function useStorage(): StorageState {
  useEffect(() => whenSettled(() => void loadDevice()), [])
  return useStore(storageState)
}

/**
 * Erases all personal data from this device, unsent decisions included, and ends its pushes.
 * @throws ApiError `not-erased`
 */
export async function eraseDevice(): Promise<void> {
  forgetTab()
  markDeviceUnused()
  await endPushes()
  await eraseStored().catch(() => {
    throw new ApiError('not-erased')
  })
}
