import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'

/** Makes a folder that no other user of the machine can read. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  restrict(path, 0o700)
}

/** A file that no other user can read; created if missing. SQLite gives its log the same mode. */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) restrict(file, 0o600)
}

/** Files of another user are left alone: that user restricts them. */
function restrict(path: string, mode: number): void {
  try {
    chmodSync(path, mode)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
  }
}
