/** Randomness, passed in so that a test can repeat it. */
export type Random = {
  bytes(length: number): Buffer
  /** 0 ≤ below(n) < n, uniform. */
  below(n: number): number
  /** UUID version 4. */
  id(): string
}
