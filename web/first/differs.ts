import { deviceStorage } from '../data/device/web-storage.ts'
import { passkeySupport } from '../data/passkey/support.ts'

/**
 * Runs before the first paint of the built P1, as a classic script. `data-differs` hides P1 where the app will show
 * something else: on a device that stored a session or a choice, in another language, without passkeys.
 */
const asBuilt =
  location.pathname === '/' &&
  navigator.language.startsWith('ja') &&
  passkeySupport() === 'available' &&
  deviceStorage.isEmpty()

if (!asBuilt) document.documentElement.dataset.differs = ''
