import type { UseClass } from '../../contract/patient.ts'
import { dayInJapan } from '../calendar.ts'

const HOUR_MS = 3_600_000

/**
 * The stop of one token, in milliseconds since the epoch. `decided_at`: when the person decided. `recorded_at`: from
 * when the time to apply it counts. It is later where a linkage is registered under a stop, or where a changed
 * catalogue first lets a stop reach a database.
 */
export type StopOf = { decided_at: number; recorded_at: number }

/**
 * The class of one use of one token. Days are calendar days in Japan.
 *
 * - `before`: its last day is not after the day by which the stop had to be applied.
 * - `approved-before`: it runs on after that day, and its project was approved on or before the day of the stop.
 * - `after-stop`: otherwise.
 *
 * A use names the token of one generation, and this is the class that the stop of that token alone gives it.
 * `classOfGenerations` adds the stops of earlier ones. A token that was never stopped is `before`, also while it waits
 * for its day of notice: no stop precedes its use.
 * Because no use is reported before its last day, the class is the same whenever it is determined.
 * @param use.to its last day. @param use.approved_on null: no approval was told.
 * @param stop null: the token was never stopped. @param dueHours hours within which the database has to apply a stop.
 */
export function classOfUse(
  { to, approved_on }: { to: string; approved_on: string | null },
  stop: StopOf | null,
  dueHours: number,
): UseClass {
  if (!stop || to <= dayInJapan(new Date(stop.recorded_at + dueHours * HOUR_MS))) return 'before'
  const wasApproved = approved_on !== null && approved_on <= dayInJapan(new Date(stop.decided_at))
  return wasApproved ? 'approved-before' : 'after-stop'
}

const WORST: UseClass[] = ['after-stop', 'approved-before', 'before']

/** The class of a use that names several tokens of a person: the gravest. Null: none of them has one. */
export const gravest = (classes: (UseClass | null)[]): UseClass | null =>
  WORST.find((one) => classes.includes(one)) ?? null
