import { openDevice } from '../../../../web/data/device/database/device.ts'
import { storageState } from '../../../../web/data/device/storage-state.ts'
import { openSigned } from '../../../../web/worker/signed-records.ts'

/** Runs in Chromium: opens the device's store, returns the state of its storage, and reads it as the worker does. */
export const open = openDevice
export const storage = () => storageState.get()
export const forWorker = openSigned
