/** Days are those of Japan, whatever the device's time zone. */
export const timeZone = 'Asia/Tokyo'

/** Dates, times and durations in one language. */
export type Format = {
  /** Formats a calendar day `YYYY-MM-DD`, an RFC 3339 time or a Date: 令和8年（2026年）11月24日, 24 November 2026. */
  date(value: string | Date): string
  /** Formats the time of day: 午後3時05分, 3:05 pm. */
  time(value: string | Date): string
  dateTime(value: string | Date): string
  /** Formats only the time for today, else the day and the time. */
  moment(value: string | Date, now: Date): string
  /** Formats a number of seconds, in whole minutes or hours where possible: 30秒, 2 minutes, 7時間. */
  wait(seconds: number): string
}

/** How one language writes a day, a time of day, and whole seconds, minutes or hours. */
type Writing = {
  date(date: Date): string
  time(date: Date): string
  seconds(count: number): string
  minutes(count: number): string
  hours(count: number): string
}

/** Creates the formatters of a language, once per module: building Intl objects is slow. */
export function createFormat({ date, time, seconds, minutes, hours }: Writing): Format {
  const dateTime = (value: string | Date) => `${date(toDate(value))} ${time(toDate(value))}`
  return {
    date: (value) => date(toDate(value)),
    time: (value) => time(toDate(value)),
    dateTime,
    moment: (value, now) => (date(toDate(value)) === date(now) ? time(toDate(value)) : dateTime(value)),
    wait: (value) => {
      if (value < 60) return seconds(Math.ceil(value))
      return value % 3600 === 0 ? hours(value / 3600) : minutes(Math.ceil(value / 60))
    },
  }
}

/** Creates a formatter for the time of day on a twelve-hour clock. */
export function createTime(locale: string): (date: Date) => string {
  const short = new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZone,
  })
  return (date) => short.format(date)
}

/** A calendar day has no time zone: it begins at midnight in Japan. */
function toDate(value: string | Date): Date {
  if (value instanceof Date) return value
  return new Date(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00+09:00` : value)
}
