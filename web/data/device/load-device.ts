import type { Device } from './database/device.ts'
import { markDeviceOwned } from './device-used.ts'
import { storageState } from './storage-state.ts'

let device: Promise<Device | null> | undefined

/** This device's memory, loaded at the first call; null where the browser offers none (then: online only). */
export function loadDevice(): Promise<Device | null> {
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
 * Makes this person the owner of what the device and its tabs remember. Signing in does not depend on it: where it
 * fails, the device forgets, lest one person see what it remembers of another.
 */
export async function claimDevice(owner: string): Promise<void> {
  markDeviceOwned(owner)
  const opened = await loadDevice()
  await opened?.claim(owner).catch(async () => {
    device = Promise.resolve(null)
    await opened.erase().catch(() => {})
  })
}

/** Forgets every person. Throws when the browser has something of one and does not let go of it. */
export async function eraseStored(): Promise<void> {
  const opened = (await loadDevice()) ?? (await openAgain())
  await opened?.erase()
}

/** The database of a page that has gone on without: null where the browser offers none. Throws when it is not given in time. */
async function openAgain(): Promise<Device | null> {
  const { openDevice } = await import('./database/device.ts')
  return openDevice().catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'TimeoutError') throw error
    return null
  })
}
