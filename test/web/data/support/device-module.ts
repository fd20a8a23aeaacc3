import { openDevice } from '../../../../web/data/device/database/device.ts'
import { storageState } from '../../../../web/data/device/storage-state.ts'
import { openSigned } from '../../../../web/worker/signed-records.ts'

/** The device's memory inside Chromium, what the last write said about its storage, and what the worker reads of it. */
export const open = openDevice
export const storage = () => storageState.get()
export const forWorker = openSigned
