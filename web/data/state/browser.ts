/** Adds several event listeners. Returns the function that removes them. */
export function listen(...subscriptions: [EventTarget, string, (event: Event) => void][]): () => void {
  for (const [target, type, listener] of subscriptions) target.addEventListener(type, listener)
  return () => {
    for (const [target, type, listener] of subscriptions) target.removeEventListener(type, listener)
  }
}

/** Calls `listener` when the page comes back: it becomes visible, gets focus, or the network returns. */
export function whenBack(listener: () => void): () => void {
  const visible = () => {
    if (isVisible()) listener()
  }
  return listen(
    [document, 'visibilitychange', visible],
    [window, 'focus', visible],
    [window, 'online', listener],
  )
}

export function isVisible(): boolean {
  return document.visibilityState === 'visible'
}

const SETTLING_MS = 3_000

/** Runs `task` after the first screen has had the network and the processor to itself for a while. */
export function whenSettled(task: () => void): void {
  setTimeout(() => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(task, { timeout: SETTLING_MS })
    else task()
  }, SETTLING_MS)
}

/** Resolves after `ms`, or at once when `signal` is aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
