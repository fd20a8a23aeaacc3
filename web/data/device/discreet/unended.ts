import { deviceStorage } from '../web-storage.ts'

/** `web/public/page.js` reads it, too. It says nothing of this service. */
const KEY = 'e'

/** Notes that a session lives on although its person has left: nothing reached the server. */
export const noteUnended = (): void => void deviceStorage.set(KEY, '1')

export const isUnended = (): boolean => Boolean(deviceStorage.get(KEY))

export const forgetUnended = (): void => void deviceStorage.remove(KEY)
