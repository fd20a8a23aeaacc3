/** Wakes long polls of a database when something new is ready for it. */
export function createWakeUps() {
  const waiting = new Map<string, Set<() => void>>()
  let closed = false
  return {
    notify(database: string): void {
      const wake = waiting.get(database)
      waiting.delete(database)
      for (const resolve of wake ?? []) resolve()
    },
    /** Resolves at the next `notify`, after `ms`, or when the poller goes away; never rejects. */
    wait(database: string, ms: number, gone: AbortSignal): Promise<void> {
      return new Promise((resolve) => {
        const set = waiting.get(database) ?? new Set()
        waiting.set(database, set)
        const done = () => {
          clearTimeout(timer)
          set.delete(done)
          gone.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, ms)
        set.add(done)
        gone.addEventListener('abort', done)
        if (gone.aborted || closed) done()
      })
    },
    /** How many polls wait for a database. */
    waiting: (database: string): number => waiting.get(database)?.size ?? 0,
    /** Whether polls may no longer wait. */
    closed: (): boolean => closed,
    /** Wakes every poll and lets none wait any more, for shutdown. */
    close(): void {
      closed = true
      for (const database of [...waiting.keys()]) this.notify(database)
    },
  }
}

export type WakeUps = ReturnType<typeof createWakeUps>
