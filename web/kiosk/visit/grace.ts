import { LOOK_MS } from './idle.ts'

/** How long a visit waits for its network. */
export const GRACE_MS = 60_000

export type Grace = ReturnType<typeof createGrace>

/**
 * Lets a visit survive a short loss of its network. `over` is called after `GRACE_MS` without network, in monotonic
 * time. `cut` reports each loss and each return.
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
