import type { UseClass } from '../../contract/patient.ts'
import { dayInJapan } from '../calendar.ts'
import { classOfUse, gravest, type StopOf } from './use-class.ts'

/**
 * One generation of a linkage, as the person or the holder knows it. `opened_at`: when the person allowed it, in
 * milliseconds since the epoch. Null: a registration minted it.
 */
export type Generation = { stop: StopOf | null; opened_at: number | null }

/** A stop that an allow ended, and when. */
type Closure = { stop: StopOf; until: number }

/**
 * The class of one use of a linkage: the gravest that any of its generations gives it. Days are calendar days in Japan.
 *
 * - The named generation counts as `classOfUse` says. A stop that earlier generations were under too is due since the first
 *   of them: registering again gives nobody more time.
 * - Each earlier one that was stopped, and followed by an allow, counts for the days up to that of the allow. So a
 *   token of after the allow does not wash a use that was made during the stop.
 * @param use.from its first day. @param use.to its last day. @param use.approved_on null: no approval was told.
 * @param generations in their order; the last one is that of the named token.
 * @param dueHours hours within which the database has to apply a stop.
 */
export function classOfGenerations(
  { from, to, approved_on }: { from: string; to: string; approved_on: string | null },
  generations: Generation[],
  dueHours: number,
): UseClass {
  const own = classOfUse({ to, approved_on }, sinceFirst(generations), dueHours)
  const earlier = closuresOf(generations).map(({ stop, until }) => {
    const day = dayInJapan(new Date(until))
    return from > day ? null : classOfUse({ to: to < day ? to : day, approved_on }, stop, dueHours)
  })
  return gravest([own, ...earlier]) ?? own
}

/** The stop of the last generation, from when the first generation was under the same decision. */
function sinceFirst(generations: Generation[]): StopOf | null {
  const own = generations.at(-1)?.stop ?? null
  if (!own) return null
  const same = generations.flatMap(({ stop }) =>
    stop?.decided_at === own.decided_at ? [stop.recorded_at] : [],
  )
  return { ...own, recorded_at: Math.min(own.recorded_at, ...same) }
}

/**
 * The stops that an allow ended. A linkage that was taken back and registered again may have been allowed meanwhile,
 * nobody knows when: such a stop counts only where the same decision also stopped the new generation.
 */
const closuresOf = (generations: Generation[]): Closure[] =>
  generations.flatMap(({ stop }, i) => {
    if (!stop) return []
    const next = generations
      .slice(i + 1)
      .find((one) => one.opened_at !== null || one.stop?.decided_at !== stop.decided_at)
    return next && next.opened_at !== null ? [{ stop, until: next.opened_at }] : []
  })
