/** Running clocks that a test can advance or hold: the wall clock and the monotonic clock. */
export function createClock() {
  let ahead = 0
  let set = 0
  let held: { wall: number; monotonic: number } | null = null
  return {
    now: () => new Date((held?.wall ?? Date.now()) + ahead + set),
    monotonic: () => (held?.monotonic ?? performance.now()) + ahead,
    /** @param ms how far to go forward. */
    advance(ms: number) {
      ahead += ms
    },
    /** Sets only the wall clock. @param ms how far; negative: back. */
    set(ms: number) {
      set += ms
    },
    /** From now on it only moves by `advance`, by whole milliseconds. What comes is later than what was, if by one. */
    hold() {
      held = { wall: Date.now() + 1, monotonic: Math.ceil(performance.now()) }
    },
  }
}

export type Clock = ReturnType<typeof createClock>
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
