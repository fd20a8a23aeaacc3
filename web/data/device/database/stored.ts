/** Names and versions that the pages and the service worker share, so that both read the same rows. */

export const DATABASE = 'erabu'

/** Version of every stored payload. Rows of another version are kept but not read. */
export const VERSION = 1

/** Order of the outbox. The later of two decisions must be recorded last, because the last one counts. */
export const byPlace = (a: { place: number }, b: { place: number }) => a.place - b.place

/** Tag of the Background Sync that resends signed decisions without an answer. */
export const OUTBOX_TAG = 'outbox'
