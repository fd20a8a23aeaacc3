import { isVisible, listen } from '../state/browser.ts'

export type InstalledWorker = { activate(): void }

type Events = {
  /** A new version is installed and waits to be activated. */
  waiting: (worker: InstalledWorker) => void
  /** The first version is installed: from now on the app opens offline. */
  offlineReady: () => void
}

const URL = '/sw.js'

/**
 * Registers the service worker, and looks for a new version whenever the page is shown. Does nothing in a browser
 * without service workers.
 */
export async function registerWorker(events: Events): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register(trusted(URL), { scope: '/' }).catch(() => null)
  if (!registration) return
  if (registration.waiting) events.waiting(installed(registration.waiting))
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    const first = registration.active === null
    worker?.addEventListener('statechange', () => {
      if (worker.state !== 'installed') return
      if (first) events.offlineReady()
      else events.waiting(installed(worker))
    })
  })
  listen([
    document,
    'visibilitychange',
    () => {
      if (isVisible()) registration.update().catch(() => {})
    },
  ])
}

/** Activating a version reloads the page that asked for it. */
function installed(worker: ServiceWorker): InstalledWorker {
  return {
    activate() {
      const reload = () => {
        if (worker.state === 'activated') location.reload()
      }
      worker.addEventListener('statechange', reload)
      reload()
      worker.postMessage({ type: 'SKIP_WAITING' })
    },
  }
}

type TrustedTypes = {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string
  }
}

/** The Trusted Types policy `erabu`. It accepts only the address of the service worker. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (!trustedTypes) return url
  const policy = trustedTypes.createPolicy('erabu', {
    createScriptURL(candidate) {
      if (candidate !== URL) throw new TypeError('not the service worker')
      return candidate
    },
  })
  return policy.createScriptURL(url)
}
