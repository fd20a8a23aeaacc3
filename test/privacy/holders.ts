import type { OutboxKind } from '../../api/contract/holder.ts'
import type { Pool } from '../../api/domain/pool.ts'
import type { Knowledge } from './attack.ts'
import { createRounds, type Round, together } from './rounds.ts'

/** What one holder sees of one of its pseudonyms, in order. */
export type Seen = { kind: OutboxKind; at: number }[]

/**
 * Two holders who know the rule, all of their own rounds, and how often changes of one person reach only one of them.
 */
export function createHolders(
  [a, b]: [Seen[], Seen[]],
  [ownRounds, otherRounds]: [Round[], Round[]],
  pool: Pool,
): Knowledge<Seen> {
  const own = createRounds(ownRounds, pool)
  const other = createRounds(otherRounds, pool)
  const stop = pool.maxMs
  const windowOf = (kind: OutboxKind) => (kind === 'create' ? stop + pool.allowMs : stop)
  const lengths = countsOf(a, b)
  const first = (seen: Seen) => seen[0]?.at ?? 0

  /** The changes of both that belong to one decision. An allow that was stopped before it was told reached neither. */
  const pairs = (x: Seen, y: Seen) =>
    x.slice(0, x.length === y.length ? x.length : 1).map((one, i) => [one, y[i] ?? one] as const)

  /** The likelihood that an allow that one holder was told was stopped before it came out in the other. */
  const kept = (seen: Seen) => {
    const [, allow, again] = seen
    if (!allow || !again) return 0
    const most = pool.allowMs / 2 || 1
    // Waits are spread over half of the longest one, in both databases.
    return (Math.max(0, most - (again.at - allow.at)) / most) ** 2 / 2
  }

  const couldVanish = (seen: Seen) => (seen[2]?.at ?? 0) - (seen[1]?.at ?? 0) <= pool.allowMs / 2 + 2 * stop

  return {
    look: (seen) => seen.map(({ kind, at }) => `${kind}${at}`).join(),
    first,
    reach: stop,
    fits: (x, y) =>
      (x.length === y.length || couldVanish(x.length > y.length ? x : y)) &&
      pairs(x, y).every(([one, two]) => Math.abs(one.at - two.at) <= windowOf(one.kind)),
    likely: (x, y) => {
      let product = lengths(x.length, y.length)
      if (x.length !== y.length) product *= kept(x.length > y.length ? x : y) || 1e-6
      else if (x.length > 2) product *= 1 - kept(x)
      for (const [one, two] of pairs(x, y))
        product *= together(own(one.kind, one.at), other(two.kind, two.at))
      return product
    },
  }
}

/** How much more often than by chance a person has this many changes with one holder and that many with the other. */
function countsOf(a: Seen[], b: Seen[]) {
  const count = (all: string[]) =>
    new Map([...Map.groupBy(all, (key) => key)].map(([key, { length }]) => [key, length]))
  const own = count(a.map(({ length }) => `${length}`))
  const other = count(b.map(({ length }) => `${length}`))
  const both = count(a.map(({ length }, person) => `${length} ${b[person]?.length}`))
  return (x: number, y: number) =>
    ((both.get(`${x} ${y}`) ?? 0) * a.length) / ((own.get(`${x}`) ?? 1) * (other.get(`${y}`) ?? 1))
}
