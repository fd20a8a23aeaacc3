import { tabStorage } from './web-storage.ts'

const KEY = 'reloaded-at'
const PAUSE_MS = 60_000

/**
 * After a deployment an old page may ask for a file that is gone: it then loads anew, once a minute at most, and not
 * while offline. Vite says so with `vite:preloadError`.
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
