import { deviceStorage } from './web-storage.ts'

const KEY = 'used'
/** The owner while storage is blocked: it lasts as long as the page. */
let ownerOfPage = ''

/**
 * False until somebody begins proofing or signs in on this device. Erasing the device makes it false again. There is
 * then no session to ask for, so a first visit sends no request.
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

/** Digest of the account that last signed in on this device, in any tab. */
export function deviceOwner(): string {
  return deviceStorage.get(KEY) ?? ownerOfPage
}

export function markDeviceOwned(owner: string): void {
  ownerOfPage = owner
  deviceStorage.set(KEY, owner)
}
