import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What SQLite needs to open a store: the index of its log, and a margin. */
const BYTES = 256 * 1024

const reserveFile = (folder: string) => join(folder, 'erabu.reserve')

/**
 * Reserves space on the disk, so that a store can be opened when the disk is full. Without free space nothing is
 * reserved.
 */
export function keepReserve(folder: string): void {
  const file = reserveFile(folder)
  if (statSync(file, { throwIfNoEntry: false })?.size === BYTES) return
  try {
    writeFileSync(file, Buffer.alloc(BYTES), { mode: 0o600 })
  } catch {
    rmSync(file, { force: true })
  }
}

export const freeReserve = (folder: string): void => rmSync(reserveFile(folder), { force: true })
