import type { Device } from './database/device.ts'
import { deviceOwner, markDeviceOwned } from './device-used.ts'
import { isDiscreet } from './discreet/discreet.ts'
import { storageState } from './storage-state.ts'

let device: Promise<Device | null> | undefined

/** Opens this device's store at the first call. Null where the browser offers none: the app then works online only. */
export function loadDevice(): Promise<Device | null> {
  if (isDiscreet()) return Promise.resolve(null)
  return openedDevice()
}

/** The same, also for a page that stores nothing any more. */
export function openedDevice(): Promise<Device | null> {
  device ??= import('./database/device.ts')
    .then(({ openDevice }) => openDevice())
    .then(
      (opened) => {
        if (storageState.get() === 'unknown') storageState.set('ok')
        return opened
      },
      () => {
        storageState.set('unavailable')
        return null
      },
    )
  return device
}

/**
 * Makes this person the owner of what the device and its tabs store. Signing in succeeds even if this fails. The
 * device is then erased, so that nobody sees another person's data.
 */
export async function claimDevice(owner: string): Promise<void> {
  if (isDiscreet()) return
  if (deviceOwner() !== owner) await endPushes()
  markDeviceOwned(owner)
  const opened = await loadDevice()
  await opened?.claim(owner).catch(async () => {
    device = Promise.resolve(null)
    await opened.erase().catch(() => {})
  })
}

/** Ends the pushes of this device: they are for the person who switched them on. */
export const endPushes = (): Promise<void> =>
  import('./push-subscription.ts').then(({ unsubscribe }) => unsubscribe()).catch(() => {})

/**
 * Deletes the data of every person.
 * @throws when the browser holds such data and does not release it.
 */
export async function eraseStored(): Promise<void> {
  const opened = (await openedDevice()) ?? (await openAgain())
  await opened?.erase()
}

/**
 * Opens the database for a page that went on without it. Null where the browser offers none.
 * @throws TimeoutError when it does not open in time.
 */
async function openAgain(): Promise<Device | null> {
  const { openDevice } = await import('./database/device.ts')
  return openDevice().catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'TimeoutError') throw error
    return null
  })
}
