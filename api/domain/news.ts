import type { LinkageState } from '../contract/patient.ts'

/** A linkage as its person sees it now. Times in milliseconds since the epoch. */
export type LinkageSeen = {
  registered_at: number
  state: LinkageState
  /** Null: nothing was ever published of it. */
  progress: { recorded_at: number; applied_at: number | null; due_at: number; late: boolean } | null
}

/**
 * Whether something happened to a person's records in a span of time that they may want to look at: a database linked
 * them, a change became late, or the last database that a stop concerns has applied it. One answer for all, so that
 * what follows from it cannot differ by kind.
 * @param after exclusive. @param until inclusive.
 */
export function hasNews(linkages: LinkageSeen[], after: number, until: number): boolean {
  const within = (at: number) => at > after && at <= until
  // Changes that were recorded together are those of one decision.
  const stops = Map.groupBy(
    linkages.flatMap(({ state, progress }) => (state === 'stopped' && progress ? [progress] : [])),
    ({ recorded_at }) => recorded_at,
  )
  return (
    linkages.some(
      ({ registered_at, progress }) =>
        within(registered_at) || (progress?.late === true && within(progress.due_at)),
    ) ||
    [...stops.values()].some((changes) => within(lastApplied(changes.map(({ applied_at }) => applied_at))))
  )
}

/** When the last of them was applied; never, while one is not. */
const lastApplied = (times: (number | null)[]): number =>
  Math.max(...times.map((at) => at ?? Number.POSITIVE_INFINITY))
