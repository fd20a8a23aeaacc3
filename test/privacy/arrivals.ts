import { DAY, HOUR } from '../support/clock.ts'

/** Share of a day's decisions in each hour in Japan: few people decide at night. */
const RHYTHM = [1, 0.5, 0.3, 0.3, 0.4, 1, 2, 4, 6, 7, 7, 6, 7, 6, 5, 5, 5, 5, 6, 7, 8, 8, 5, 3]
const WHOLE = RHYTHM.reduce((sum, share) => sum + share, 0)

/** Decisions per hour at a time of day, for a number per day. */
const hourly = (at: number, perDay: number): number =>
  (perDay * (RHYTHM[Math.floor(at / HOUR) % 24] ?? 0)) / WHOLE

/**
 * Times at which people decide, in order: a Poisson process with the rhythm of a day.
 * @param taken how many of an hour's decisions are accounted for elsewhere, by the hour's number. @param random from
 *   0 to below 1.
 */
export function* arrivals(
  from: number,
  perDay: number,
  random: () => number,
  taken: (hour: number) => number = () => 0,
): Generator<number> {
  for (let hour = Math.floor(from / HOUR); ; hour++) {
    const rate = Math.max(0, hourly(hour * HOUR, perDay) - taken(hour)) / HOUR
    if (rate === 0) continue
    let at = hour * HOUR
    for (;;) {
      at -= Math.log(1 - random()) / rate
      if (at >= (hour + 1) * HOUR) break
      if (at >= from) yield Math.floor(at)
    }
  }
}

/** A Monday at nine in the morning, in Japan's time of day. */
export const START = Math.floor(1_800_000_000_000 / DAY) * DAY + 9 * HOUR
