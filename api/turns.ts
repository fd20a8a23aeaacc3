/**
 * Turns for long work: each turn of the event loop runs one slice, first come, first served. However much long work
 * there is, everything else is delayed by one slice at most.
 */
export function createTurns() {
  const waiting: (() => void)[] = []

  function release(): void {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(release)
  }

  return {
    /** Resolves when the next slice may run. A slice takes a few milliseconds at most. */
    next: (): Promise<void> =>
      new Promise((resolve) => {
        if (waiting.push(resolve) === 1) setImmediate(release)
      }),
  }
}

export type Turns = ReturnType<typeof createTurns>
