/**
 * Turns for long work: each turn of the event loop lets one slice of it go on, whoever asks, first come, first served.
 * However much long work there is at a time, whatever else waits is delayed by one slice.
 */
export function createTurns() {
  const waiting: (() => void)[] = []

  function release(): void {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(release)
  }

  return {
    /** Resolves when the next slice may be worked on. A slice takes a few milliseconds at most. */
    next: (): Promise<void> =>
      new Promise((resolve) => {
        if (waiting.push(resolve) === 1) setImmediate(release)
      }),
  }
}

export type Turns = ReturnType<typeof createTurns>
