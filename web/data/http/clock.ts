/** A smaller difference is ignored: the Date header has whole seconds, and answers take time to arrive. */
const TOLERATED_MS = 5_000
let ahead = 0

/** Notes how far the server's clock is ahead of this device's, from a Date header (RFC 9110 §6.6.1). */
export function noteServerTime(header: string | null): void {
  const difference = Date.parse(header ?? '') - Date.now()
  if (Number.isFinite(difference)) ahead = Math.abs(difference) < TOLERATED_MS ? 0 : difference
}

/** The server's time as far as this page knows it. A wrong clock on the device makes nothing look old or new. */
export function serverNow(): Date {
  return new Date(Date.now() + ahead)
}

const JAPAN_MS = 9 * 3_600_000

/** The calendar day in Japan, `YYYY-MM-DD`, by the server's time. */
export const today = (): string => new Date(serverNow().getTime() + JAPAN_MS).toISOString().slice(0, 10)
