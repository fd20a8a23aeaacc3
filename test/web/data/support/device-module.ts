import { openDevice } from '../../../../web/data/device/device.ts'
import { storageState } from '../../../../web/data/storage-state.ts'

/** The device's memory inside Chromium, and what the last write said about its storage. */
export const open = openDevice
export const storage = () => storageState.get()
