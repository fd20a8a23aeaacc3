import { statfsSync } from 'node:fs'

const MEMORY = '/dev/shm'
const ENOUGH = 2 ** 30

/** Whether a RAM disk has room for every store of a run. */
function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= ENOUGH
  } catch {
    return false
  }
}

/** Environment of tests that do not test disks: their temporary folders are in memory where possible. */
export const scratch: Record<string, string> = hasRoom() ? { TMPDIR: MEMORY } : {}
