/** Listens on several targets; gives what ends it. */
export function listen(...subscriptions: [EventTarget, string, (event: Event) => void][]): () => void {
  for (const [target, type, listener] of subscriptions) target.addEventListener(type, listener)
  return () => {
    for (const [target, type, listener] of subscriptions) target.removeEventListener(type, listener)
  }
}

/** Calls `listener` when the page comes back: made visible, focused, or the network returns. */
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

/** Runs after the first paint, when the browser has nothing better to do. */
export function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(task, { timeout: 3000 })
  else setTimeout(task, 500)
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
