/** What the pages and the service worker must agree on to read the same things on a device. */

export const DATABASE = 'erabu'

/** Version of every stored payload. A row of another version is left alone and not read. */
export const VERSION = 1

/** Order of the outbox. Of two decisions the later one must be recorded last, for the last one recorded counts. */
export const byPlace = (a: { place: number }, b: { place: number }) => a.place - b.place

/** Background Sync: the outbox holds something signed whose answer is not known. */
export const OUTBOX_TAG = 'outbox'
