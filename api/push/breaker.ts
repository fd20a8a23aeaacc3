/** So many failures in a row open the breaker of a push service. */
const FAILURES = 5
/** For so long an open breaker lets nothing through; then one attempt decides. */
const REST_MS = 5 * 60_000
/** Push services that are remembered. There are about five; the rule of endpoints admits no others. */
const MOST = 100

/** Circuit breakers, one for each push service: while one fails, nothing waits for it. */
export function createBreakers(monotonic: () => number) {
  const failing = new Map<string, { failures: number; restsUntil: number }>()

  return {
    /** Whether an attempt may be made. After the rest only one may, until its outcome is noted. */
    mayTry(service: string): boolean {
      const state = failing.get(service)
      if (!state || state.failures < FAILURES) return true
      if (monotonic() < state.restsUntil) return false
      state.restsUntil = monotonic() + REST_MS
      return true
    },

    note(service: string, answered: boolean): void {
      const failures = (failing.get(service)?.failures ?? 0) + 1
      failing.delete(service)
      if (answered) return
      if (failing.size >= MOST) failing.delete(failing.keys().next().value ?? '')
      failing.set(service, { failures, restsUntil: monotonic() + REST_MS })
    },
  }
}
