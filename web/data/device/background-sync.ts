import { OUTBOX_TAG } from './database/stored.ts'

/** Only Chromium has it: https://wicg.github.io/background-sync/spec/ */
type WithSync = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } }

/**
 * Asks the browser to wake the service worker once there is a network, in case the page is closed by then. Other
 * browsers resend when the page is next opened.
 */
export async function askForBackgroundSync(): Promise<void> {
  const registration: WithSync | undefined = await navigator.serviceWorker?.getRegistration()
  await registration?.sync?.register(OUTBOX_TAG)
}
