import type { PublicDatabase } from '../../../api/contract/catalogue.ts'
import { api, type KeySet } from '../http/api.ts'
import { serverNow } from '../http/clock.ts'
import type { Ready } from '../state/loadable.ts'
import type { Device, Kept } from './database/device.ts'
import { loadDevice } from './load-device.ts'

const FRESH_MS = 24 * 60 * 60 * 1000

/** What the api publishes to everybody, and its copy on this device. */
type Published<T> = {
  /**
   * Returns it from the server, else as this device has it.
   * @throws what the call of the server threw, where this device has none.
   */
  current(): Promise<Ready<T>>
  /** Keeps a copy on the device that is no older than a day. */
  keep(): Promise<void>
}

function createPublished<T>(of: {
  fetch(): Promise<T>
  read(device: Device): Promise<Kept<T> | null>
  write(device: Device, value: T): Promise<unknown>
}): Published<T> {
  const kept = async () => {
    const device = await loadDevice()
    return device ? of.read(device).catch(() => null) : null
  }
  const fetched = async () => {
    const value = await of.fetch()
    const device = await loadDevice()
    if (device) await of.write(device, value).catch(() => {})
    return value
  }
  return {
    async current() {
      try {
        return { status: 'ready', value: await fetched(), asOf: serverNow(), from: 'server' }
      } catch (error) {
        const copy = await kept()
        if (!copy) throw error
        return { status: 'ready', ...copy, from: 'device' }
      }
    },
    async keep() {
      const copy = await kept()
      // A copy dated in the future was stored while the clock was wrong.
      if (copy && Math.abs(serverNow().getTime() - copy.asOf.getTime()) < FRESH_MS) return
      await fetched()
    },
  }
}

/** The public keys of the api, so that receipts verify offline. */
export const publicKeys: Published<KeySet> = createPublished({
  fetch: () => api.jwks(),
  read: (device) => device.keys(),
  write: (device, value) => device.keepKeys(value),
})

/** Every database of the catalogue, so that facts, and names on receipts, are read offline. */
export const catalogue: Published<PublicDatabase[]> = createPublished({
  fetch: async () => (await api.catalogue()).databases,
  read: (device) => device.catalogue(),
  write: (device, value) => device.keepCatalogue(value),
})
