export const IDLE_MS = 60_000
export const WARNING_MS = 30_000
export const LOOK_MS = 500

export type Idle = ReturnType<typeof createIdle>

/**
 * Watches for hands: after a minute without any it warns, counting the seconds, and half a minute later it says that the
 * person has gone. It goes by the clock, so that a device that slept does not begin anew.
 * `held`: true while the person is busy where no touch is seen, as in the card's own window.
 */
export function createIdle(deps: {
  held: () => boolean
  /** Seconds that are left; null while there is no need to warn. */
  warn: (seconds: number | null) => void
  gone: () => void
}) {
  let last = Date.now()
  let warned: number | null = null
  const say = (seconds: number | null) => {
    if (seconds === warned) return
    warned = seconds
    deps.warn(seconds)
  }
  const touch = () => {
    last = Date.now()
    say(null)
  }
  const timer = setInterval(() => {
    if (deps.held()) return touch()
    const left = IDLE_MS + WARNING_MS - (Date.now() - last)
    if (left <= 0) {
      last = Date.now()
      warned = null
      deps.gone()
    } else say(left <= WARNING_MS ? Math.ceil(left / 1000) : null)
  }, LOOK_MS)
  return { touch, stop: () => clearInterval(timer) }
}
