import type { Language } from './language.ts'

const timeZone = 'Asia/Tokyo'

/** Dates, times and durations in the words of one language. Days are those of Japan. */
export type Format = {
  /** A calendar day `YYYY-MM-DD`, an RFC 3339 time or a Date: 令和8年11月24日(2026年), 24 November 2026. */
  date(value: string | Date): string
  /** The time of day: 午後3:05, 3:05 pm. */
  time(value: string | Date): string
  dateTime(value: string | Date): string
  /** The time alone for today, else the day as well. */
  moment(value: string | Date, now: Date): string
  /** A number of seconds: 30秒, 2 minutes. */
  wait(seconds: number): string
}

/** Formatters for `language`, made once and kept by the caller: building Intl objects is slow. */
export function createFormat(language: Language): Format {
  const time = createTime(language)
  const date = language === 'ja' ? createJapaneseDate() : createEnglishDate()
  const dateTime = (value: string | Date) => `${date(toDate(value))} ${time(toDate(value))}`
  return {
    date: (value) => date(toDate(value)),
    time: (value) => time(toDate(value)),
    dateTime,
    moment: (value, now) => (date(toDate(value)) === date(now) ? time(toDate(value)) : dateTime(value)),
    wait: createWait(language),
  }
}

/** A calendar day has no zone: it begins at midnight in Japan. */
function toDate(value: string | Date): Date {
  if (value instanceof Date) return value
  return new Date(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00+09:00` : value)
}

function createJapaneseDate(): (date: Date) => string {
  const era = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
    era: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    timeZone,
  })
  const year = new Intl.DateTimeFormat('ja-JP', { year: 'numeric', timeZone })
  return (date) => `${era.format(date)}(${year.format(date)})`
}

function createEnglishDate(): (date: Date) => string {
  const long = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone })
  return (date) => long.format(date)
}

function createTime(language: Language): (date: Date) => string {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB'
  const short = new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZone,
  })
  return (date) => short.format(date)
}

function createWait(language: Language): (seconds: number) => string {
  const unit = (name: 'second' | 'minute') =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' })
  const seconds = unit('second')
  const minutes = unit('minute')
  const spaced = (value: number) =>
    value < 60 ? seconds.format(Math.ceil(value)) : minutes.format(Math.ceil(value / 60))
  return language === 'ja' ? (value) => spaced(value).replace(' ', '') : spaced
}
