/** Processor milliseconds of this thread: time in which other programs had the processor does not count. */
const cpuNow = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
/** Shorter turns are ignored: the watch itself makes them. */
const NOTHING_MS = 1

/**
 * Watches the event loop during some work.
 * @returns the share of the work that the longest turn did; near 1: nobody else had a turn meanwhile.
 */
export async function longestShare(work: () => Promise<unknown>): Promise<number> {
  let [busy, longest, before, going] = [0, 0, cpuNow(), true]
  const watch = () => {
    const now = cpuNow()
    const turn = now - before
    if (turn > NOTHING_MS) busy += turn
    longest = Math.max(longest, turn)
    before = now
    if (going) setImmediate(watch)
  }
  setImmediate(watch)
  await work().finally(() => {
    going = false
  })
  return busy === 0 ? 0 : longest / busy
}

/** Does something during longer work. @returns whether the work was still running when it was done. */
export async function doneBefore(
  work: () => Promise<unknown>,
  beside: () => Promise<unknown>,
): Promise<boolean> {
  let going = true
  const working = work().finally(() => {
    going = false
  })
  await beside()
  const before = going
  await working
  return before
}
