import type { Seen } from './attack.ts'

const BINS = 40
const FEWEST = 30

/** Rounds of one change, of few and of many: those of one change come of a deadline. */
const sizeOf = (size: number) => (size === 1 ? 0 : size < 5 ? 1 : 2)

/** How the times of one change lie apart for the same person, by the sizes of the two rounds: a density. */
export function spreadOf(a: Seen[], b: Seen[], change: number, grain: number) {
  const apart = (x: Seen, y: Seen) => Math.abs((x.times[change] ?? 0) - (y.times[change] ?? 0))
  const kind = (x: Seen, y: Seen) => {
    const sizes = [sizeOf(x.sizes[change] ?? 0), sizeOf(y.sizes[change] ?? 0)]
    return Math.min(...sizes) * 3 + Math.max(...sizes)
  }
  const gaps = Map.groupBy(
    a.map((x, person) => [kind(x, b[person] as Seen), apart(x, b[person] as Seen)] as const),
    ([of]) => of,
  )
  const densities = new Map(
    [...gaps].map(([of, all]) => [
      of,
      density(
        all.map(([, gap]) => gap).toSorted((x, y) => x - y),
        grain,
      ),
    ]),
  )
  return (x: Seen, y: Seen) => densities.get(kind(x, y))?.(apart(x, y)) ?? 0
}

/** A histogram whose bins hold about as many each. @param sorted gaps that were seen. */
function density(sorted: number[], grain: number) {
  const each = Math.max(FEWEST, Math.ceil(sorted.length / BINS))
  const bins: { to: number; value: number }[] = []
  for (let first = 0, from = 0; first < sorted.length; ) {
    let last = Math.min(first + each, sorted.length) - 1
    while (sorted[last + 1] === sorted[last]) last += 1
    const to = sorted[last] ?? 0
    bins.push({ to, value: (last + 1 - first) / (to - from + grain) })
    from = to
    first = last + 1
  }
  return (gap: number) => bins.find(({ to }) => gap <= to)?.value ?? (bins.at(-1)?.value ?? 0) / 1e6
}
