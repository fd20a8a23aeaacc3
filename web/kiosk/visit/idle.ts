export const IDLE_MS = 60_000
export const WARNING_MS = 30_000
export const LOOK_MS = 500
/** A card's own window counts as presence for this long: a browser may leave it open until somebody closes it. */
export const HELD_MS = 60_000

export type Idle = ReturnType<typeof createIdle>

/**
 * Watches for touches. It warns after a minute without any, counting the seconds, and reports the person gone half a
 * minute later. Time is monotonic, so setting the clock changes nothing.
 * `held`: true while the person is busy out of sight, as in the card's own window. It counts for `HELD_MS`.
 */
export function createIdle(deps: {
  held: () => boolean
  /** Called with the seconds left; null while no warning is due. */
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
