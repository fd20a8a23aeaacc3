/** HTTP tells whole seconds, and an answer travels: less than this is no difference. */
const TOLERATED_MS = 5_000
let ahead = 0

/** Learns how far the server's clock is ahead of this device's, from a Date header (RFC 9110 §6.6.1). */
export function noteServerTime(header: string | null): void {
  const difference = Date.parse(header ?? '') - Date.now()
  if (Number.isFinite(difference)) ahead = Math.abs(difference) < TOLERATED_MS ? 0 : difference
}

/** The time by the server's clock, as far as this page knows it: a wrong clock on the device makes nothing look old or new. */
export function serverNow(): Date {
  return new Date(Date.now() + ahead)
}
