import { OUTBOX_TAG } from './database/stored.ts'

/** https://wicg.github.io/background-sync/spec/: Chromium alone has it. */
type WithSync = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } }

/**
 * Asks the browser to wake the service worker when there is a network, should the page be gone by then. Elsewhere the
 * page sends again when it is next open.
 */
export async function askForBackgroundSync(): Promise<void> {
  const registration: WithSync | undefined = await navigator.serviceWorker?.getRegistration()
  await registration?.sync?.register(OUTBOX_TAG)
}
