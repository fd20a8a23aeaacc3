const VISIBLE = 2

/** The last two characters of a number; nothing of one so short that they would be all of it. */
export function lastOf(number: string): string {
  return number.length > VISIBLE ? number.slice(-VISIBLE) : ''
}

/** A number with everything but its end hidden. Its length stays. */
export function mask(number: string): string {
  const last = lastOf(number)
  return '●'.repeat(number.length - last.length) + last
}
