/** A clock that runs, and that a test can put forward. */
export function createClock() {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    /** @param ms how far to go forward. */
    advance(ms: number) {
      ahead += ms
    },
  }
}

export type Clock = ReturnType<typeof createClock>
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
