import { deviceStorage } from './web-storage.ts'

const KEY = 'used'

/**
 * False while nobody has begun proofing or signed in here since the device was erased: then there is no session to ask
 * for, and a first visit asks the server nothing.
 */
export function isDeviceUsed(): boolean {
  return deviceStorage.get(KEY) !== ''
}

export function markDeviceUsed(): void {
  deviceStorage.set(KEY, 'yes')
}

export function markDeviceUnused(): void {
  deviceStorage.remove(KEY)
}
