/** Names by which the pages and the service worker find the same things on a device. */

export const DATABASE = 'erabu'

/** Version of every stored payload. A row of another version is left alone and not read. */
export const VERSION = 1

/** Background Sync: the outbox holds something signed whose answer is not known. */
export const OUTBOX_TAG = 'outbox'

/** Web Lock of one record of the outbox: whoever holds it may send it. */
export const lockOf = (id: string) => `outbox-${id}`
