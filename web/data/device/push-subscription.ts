import type { PushBody } from '../../../api/contract/push.ts'
import { sleep } from '../state/browser.ts'

/** A first visit installs its worker in about this time, even on a slow network. */
const WORKER_MS = 10_000

/**
 * Whether this browser can show pushes. `install-first`: Safari on an iPhone or iPad, where only an app on the home
 * screen gets them.
 */
export function pushSupport(): 'available' | 'install-first' | 'unavailable' {
  const isThere = 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis
  if (isThere) return 'available'
  return (navigator as { standalone?: boolean }).standalone === false ? 'install-first' : 'unavailable'
}

/** The subscription of this device; null: it has none. @throws Error where no worker is installed in time. */
export async function currentSubscription(): Promise<PushSubscription | null> {
  return (await manager()).getSubscription()
}

/**
 * Subscribes this device for pushes that are signed with `publicKey`. A subscription for another key is replaced.
 * @param publicKey base64url. @throws DOMException as the browser refuses it.
 */
export async function subscribe(publicKey: string): Promise<PushSubscription> {
  const key = bytesOf(publicKey)
  const pushes = await manager()
  const before = await pushes.getSubscription()
  if (before && !isFor(before, key)) await before.unsubscribe()
  return pushes.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

/** Ends the subscription of this device, if it has one. Works without a network. */
export async function unsubscribe(): Promise<void> {
  if (pushSupport() !== 'available') return
  const registration = await navigator.serviceWorker.getRegistration()
  await (await registration?.pushManager.getSubscription())?.unsubscribe()
}

/** What the api is told of a subscription. */
export function bodyOf(subscription: PushSubscription): PushBody {
  const { endpoint = '', keys } = subscription.toJSON()
  return { endpoint, keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' } }
}

/** Whether a subscription is for the key of this service. A browser that does not say so is believed. */
export const isFor = ({ options }: PushSubscription, key: Uint8Array): boolean => {
  const own = options?.applicationServerKey
  return !own || new Uint8Array(own).every((byte, at) => byte === key[at])
}

export const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

async function manager(): Promise<PushManager> {
  const late = new AbortController()
  const registration = await Promise.race([navigator.serviceWorker.ready, sleep(WORKER_MS, late.signal)])
  late.abort()
  if (!registration) throw new Error('no service worker')
  return registration.pushManager
}
