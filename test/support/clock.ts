/** Clocks that run, and that a test can put forward or hold still: the one on the wall, and the one that is never set. */
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
    /** Sets the wall clock alone. @param ms how far; negative: back. */
    set(ms: number) {
      set += ms
    },
    /** From now on it goes forward only by `advance`. */
    hold() {
      held = { wall: Date.now(), monotonic: performance.now() }
    },
  }
}

export type Clock = ReturnType<typeof createClock>
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
