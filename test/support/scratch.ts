import { statfsSync } from 'node:fs'

const MEMORY = '/dev/shm'
const ENOUGH = 2 ** 30

/** Whether there is a disk in memory with room for every store of a run. */
function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= ENOUGH
  } catch {
    return false
  }
}

/** Environment of tests that show nothing about disks: their temporary folders need not wait for one. */
export const scratch: Record<string, string> = hasRoom() ? { TMPDIR: MEMORY } : {}
