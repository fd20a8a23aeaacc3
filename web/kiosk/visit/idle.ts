export const IDLE_MS = 60_000
export const WARNING_MS = 30_000
export const LOOK_MS = 500
/** A card's own window counts no longer: a browser can leave it open until somebody closes it. */
export const HELD_MS = 60_000

export type Idle = ReturnType<typeof createIdle>

/**
 * Watches for hands: after a minute without any it warns, counting the seconds, and half a minute later it says that the
 * person has gone. It measures monotonic time: a clock that is set changes nothing.
 * `held`: true while the person is busy where no touch is seen, as in the card's own window. It counts for `HELD_MS`.
 */
export function createIdle(deps: {
  held: () => boolean
  /** Seconds that are left; null while there is no need to warn. */
  warn: (seconds: number | null) => void
  gone: () => void
}) {
  let last = performance.now()
  let heldSince: number | null = null
  let warned: number | null = null
  const say = (seconds: number | null) => {
    if (seconds === warned) return
    warned = seconds
    deps.warn(seconds)
  }
  const touch = () => {
    last = performance.now()
    say(null)
  }
  const timer = setInterval(() => {
    const now = performance.now()
    heldSince = deps.held() ? (heldSince ?? now) : null
    if (heldSince !== null && now - heldSince < HELD_MS) return touch()
    const left = IDLE_MS + WARNING_MS - (now - last)
    if (left <= 0) {
      last = now
      warned = null
      deps.gone()
    } else say(left <= WARNING_MS ? Math.ceil(left / 1000) : null)
  }, LOOK_MS)
  return { touch, stop: () => clearInterval(timer) }
}
