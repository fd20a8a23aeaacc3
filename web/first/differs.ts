import { deviceStorage } from '../data/device/web-storage.ts'
import { passkeySupport } from '../data/passkey/support.ts'

/**
 * Runs before the first paint of the built P1, as a classic script. `data-differs` hides P1 where the app will show
 * something else: on a device that stored a session or a choice, in another language, without passkeys. Once
 * `data-waited` says that the app is late, P1 is shown all the same.
 */
const asBuilt =
  location.pathname === '/' &&
  navigator.language.startsWith('ja') &&
  passkeySupport() === 'available' &&
  deviceStorage.isEmpty()

/** An app that has not come by then may never come. P1 in Japanese says more than an empty page. */
const PATIENCE_MS = 5_000

if (!asBuilt) {
  const { dataset } = document.documentElement
  dataset.differs = ''
  setTimeout(() => {
    dataset.waited = ''
  }, PATIENCE_MS)
}
