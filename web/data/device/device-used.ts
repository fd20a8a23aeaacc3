import { isDiscreet } from './discreet/discreet.ts'
import { forgetUnended } from './discreet/unended.ts'
import { deviceStorage, tabStorage } from './web-storage.ts'

const KEY = 'used'
const ACTING = 'whom'
/** The owner while storage is blocked: it lasts as long as the page. */
let ownerOfPage = ''

/**
 * False until somebody begins proofing or signs in on this device. Erasing the device makes it false again. There is
 * then no session to ask for, so a first visit sends no request.
 */
export function isDeviceUsed(): boolean {
  return deviceStorage.get(KEY) !== '' || tabStorage.get(KEY) === 'yes'
}

export function markDeviceUsed(): void {
  // The session from now on is another one.
  forgetUnended()
  // A page that stores nothing tells a reload of this tab, and no other, to ask for the session.
  if (!isDeviceUsed()) (isDiscreet() ? tabStorage : deviceStorage).set(KEY, 'yes')
}

/** Forgets who used the device. A reload of this tab, and of no other, still asks for the session. */
export function keepUseInTab(): void {
  ownerOfPage = ''
  tabStorage.set(KEY, 'yes')
  deviceStorage.remove(KEY)
}

/** Whether the last person of this tab was in safe mode, as far as it knows. It says nothing of this service. */
export const wasDiscreet = (): boolean => tabStorage.get(KEY) === 'yes'

/** Notes it, also while the device still keeps something. */
export const noteDiscreet = (): void => void tabStorage.set(KEY, 'yes')

/** The person of this tab is not in safe mode: from now on the device remembers that it was used. */
export function keepUseOnDevice(): void {
  if (!wasDiscreet()) return
  if (!deviceStorage.get(KEY)) deviceStorage.set(KEY, 'yes')
  tabStorage.remove(KEY)
}

/** Notes whether the session of this browser is about somebody else than its owner. Not about whom. */
export function noteActing(acts: boolean): void {
  if (!acts) deviceStorage.remove(ACTING)
  else if (!isDiscreet()) deviceStorage.set(ACTING, 'yes')
}

/** Whether it was when a page last knew. What the device keeps is then about somebody else than the session. */
export const wasActing = (): boolean => deviceStorage.get(ACTING) === 'yes'

export function markDeviceUnused(): void {
  ownerOfPage = ''
  deviceStorage.remove(KEY)
  deviceStorage.remove(ACTING)
  tabStorage.remove(KEY)
}

/** Digest of the account that last signed in on this device, in any tab. */
export function deviceOwner(): string {
  return deviceStorage.get(KEY) ?? ownerOfPage
}

export function markDeviceOwned(owner: string): void {
  ownerOfPage = owner
  deviceStorage.set(KEY, owner)
}
