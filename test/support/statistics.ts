/**
 * Spearman's rank correlation of two orders of the same n things; for independent orders its standard deviation is
 * 1/√(n−1).
 */
export function rankCorrelation(a: number[], b: number[]): number {
  const [x, y] = [ranks(a), ranks(b)]
  const n = a.length
  const squares = x.reduce((sum, rank, i) => sum + (rank - (y[i] ?? 0)) ** 2, 0)
  return 1 - (6 * squares) / (n * (n * n - 1))
}

function ranks(values: number[]): number[] {
  const order = values.map((value, at) => [value, at] as const).sort(([a], [b]) => a - b)
  const result = new Array<number>(values.length)
  for (const [rank, [, at]] of order.entries()) result[at] = rank
  return result
}

/** Every pair of different members. */
export const pairs = <T>(all: T[]): [T, T][] =>
  all.flatMap((one, i) => all.slice(i + 1).map((other): [T, T] => [one, other]))

/** The middle value, or the mean of the two middle ones; NaN for none. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** The value that `share` of the values do not exceed: 0.99 for p99. NaN for none. */
export const quantile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN
