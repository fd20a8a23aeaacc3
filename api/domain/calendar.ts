const tokyo = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' })

/** The calendar day in Japan at a moment, `YYYY-MM-DD`. */
export const dayInJapan = (at: Date): string => tokyo.format(at)

/** The day `days` after `day` (`YYYY-MM-DD`). */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** RFC 3339 in UTC from milliseconds since the epoch. */
export const timestamp = (at: number): string => new Date(at).toISOString()
