/** A clock that runs, and that a test can put forward or hold still. */
export function createClock() {
  let ahead = 0
  let held: number | null = null
  return {
    now: () => new Date((held ?? Date.now()) + ahead),
    /** @param ms how far to go forward. */
    advance(ms: number) {
      ahead += ms
    },
    /** From now on it goes forward only by `advance`. */
    hold() {
      held = Date.now()
    },
  }
}

export type Clock = ReturnType<typeof createClock>
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
