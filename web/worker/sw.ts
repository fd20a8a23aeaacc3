import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { OUTBOX_TAG } from '../data/device/database/stored.ts'
import { SERVED_BY_API } from '../served-by-api.ts'
import { notificationIn, openNews } from './notification.ts'
import { sendSigned } from './send-signed.ts'
import { openSigned } from './signed-records.ts'

/**
 * The parts of a service worker's global scope used here. For `sync` see https://wicg.github.io/background-sync/spec/
 */
type Worker = {
  /** Filled in by the build: every file of the app, with its revision. */
  __WB_MANIFEST: PrecacheEntry[]
  skipWaiting(): Promise<void>
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  addEventListener(type: 'sync', listener: (event: Lasting & { tag: string }) => void): void
  addEventListener(type: 'push', listener: (event: Lasting) => void): void
  addEventListener(
    type: 'notificationclick',
    listener: (event: Lasting & { notification: Notification }) => void,
  ): void
  registration: ServiceWorkerRegistration
  clients: Parameters<typeof openNews>[0]
}
/** An event during which the browser keeps the worker. */
type Lasting = Event & { waitUntil(task: Promise<unknown>): void }
declare const self: Worker

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: SERVED_BY_API.map((path) => new RegExp(`^${path.replaceAll('.', '\\.')}`)),
  }),
)

self.addEventListener('message', ({ data }) => {
  if (data?.type === 'SKIP_WAITING') void self.skipWaiting()
})

self.addEventListener('sync', (event) => {
  if (event.tag === OUTBOX_TAG)
    event.waitUntil(sendSigned({ open: openSigned, fetch, locks: navigator.locks }))
})

// What a push contains is the same for all news, so it is not read.
self.addEventListener('push', (event) => {
  const { title, options } = notificationIn(navigator.language)
  event.waitUntil(self.registration.showNotification(title, options))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openNews(self.clients))
})
