import { tabStorage } from './web-storage.ts'

const KEY = 'reloaded-at'
const PAUSE_MS = 60_000

/**
 * Reloads a page that asks for a file which a deployment has removed. It reloads at most once a minute, and never
 * offline. Vite reports the missing file as `vite:preloadError`.
 */
export function reloadOnMissingChunk(reload = () => location.reload()): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = tabStorage.get(KEY)
    if (last === null || !navigator.onLine || Date.now() - Number(last) < PAUSE_MS) return
    event.preventDefault()
    tabStorage.set(KEY, String(Date.now()))
    reload()
  })
}
