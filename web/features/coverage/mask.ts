const VISIBLE = 2

/** The last two characters of a number. Empty for a number so short that they would be all of it. */
export function lastOf(number: string): string {
  return number.length > VISIBLE ? number.slice(-VISIBLE) : ''
}

/** Hides everything but the end of a number. The length stays. */
export function mask(number: string): string {
  const last = lastOf(number)
  return '●'.repeat(number.length - last.length) + last
}
