const EVERY_MS = 200

/** Times one step after the other, and records the peak memory of the process. */
export function createStopwatch(say: (text: string) => void) {
  let last = performance.now()
  let most = 0
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss())
  }
  setInterval(look, EVERY_MS).unref()

  return {
    lap(what: string): void {
      const now = performance.now()
      look()
      say(`${what}: ${((now - last) / 1000).toFixed(1)} s, at most ${(most / 1e6).toFixed(0)} MB so far`)
      last = now
    },
    /** The most that was resident, in bytes. */
    memory: () => most,
  }
}
