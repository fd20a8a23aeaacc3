/** Days are those of Japan, whatever zone the device is in. */
export const timeZone = 'Asia/Tokyo'

/** Dates, times and durations in the words of one language. */
export type Format = {
  /** A calendar day `YYYY-MM-DD`, an RFC 3339 time or a Date: 令和8年11月24日(2026年), 24 November 2026. */
  date(value: string | Date): string
  /** The time of day: 午後3:05, 3:05 pm. */
  time(value: string | Date): string
  dateTime(value: string | Date): string
  /** The time alone for today, else the day as well. */
  moment(value: string | Date, now: Date): string
  /** A number of seconds, in whole hours where that is what they are: 30秒, 2 minutes, 7時間. */
  wait(seconds: number): string
}

/** How one language writes a day, a time of day, and a whole number of seconds, minutes or hours. */
type Writing = {
  date(date: Date): string
  time(date: Date): string
  seconds(count: number): string
  minutes(count: number): string
  hours(count: number): string
}

/** Formatters of a language, made once with its module: building Intl objects is slow. */
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

/** The time of day on a clock of twelve hours. */
export function createTime(locale: string): (date: Date) => string {
  const short = new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZone,
  })
  return (date) => short.format(date)
}

/** A calendar day has no zone: it begins at midnight in Japan. */
function toDate(value: string | Date): Date {
  if (value instanceof Date) return value
  return new Date(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00+09:00` : value)
}
