import { LOOK_MS } from './idle.ts'

/** How long a visit waits for its network. */
export const GRACE_MS = 60_000

export type Grace = ReturnType<typeof createGrace>

/**
 * A network that is away for a moment ends no visit: `over` is called once it has been away for `GRACE_MS`, in monotonic
 * time. `cut` says when it goes and when it is back.
 */
export function createGrace(deps: { cut(now: boolean): void; over(): void }) {
  let since: number | null = null
  let timer: ReturnType<typeof setInterval> | undefined
  const mend = () => {
    if (since === null) return
    since = null
    clearInterval(timer)
    deps.cut(false)
  }
  return {
    lose(): void {
      if (since !== null) return
      const from = performance.now()
      since = from
      deps.cut(true)
      timer = setInterval(() => {
        if (performance.now() - from < GRACE_MS) return
        mend()
        deps.over()
      }, LOOK_MS)
    },
    mend,
  }
}
