import { deviceStorage } from './web-storage.ts'

const KEY = 'used'
/** Where storage is blocked, the owner lasts as long as the page. */
let ownerOfPage = ''

/**
 * False while nobody has begun proofing or signed in here since the device was erased: then there is no session to ask
 * for, and a first visit asks the server nothing.
 */
export function isDeviceUsed(): boolean {
  return deviceStorage.get(KEY) !== ''
}

export function markDeviceUsed(): void {
  if (!isDeviceUsed()) deviceStorage.set(KEY, 'yes')
}

export function markDeviceUnused(): void {
  ownerOfPage = ''
  deviceStorage.remove(KEY)
}

/** Digest of the account that signed in here last, in whatever tab. */
export function deviceOwner(): string {
  return deviceStorage.get(KEY) ?? ownerOfPage
}

export function markDeviceOwned(owner: string): void {
  ownerOfPage = owner
  deviceStorage.set(KEY, owner)
}
