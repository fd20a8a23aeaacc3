import { closeSync, fdatasync, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StoreError } from '../errors.ts'
import { flushNow } from './flush.ts'
import { makePrivateFile } from './private-files.ts'

const datasync = promisify(fdatasync)

/** A note is flushed to the disk at most this long after it was written. */
const AFTER_MS = 1000
/** Less than a sector, and always the same size: a power cut leaves one note or the other. */
const BYTES = 128

/**
 * `entries`: acknowledged entries of the audit trail; each decision leaves one. `unsaved`: the state of the database
 * file while its log holds unsaved content; null: the log holds none.
 */
export type Trail = { entries: number; unsaved: string | null }

const trailFile = (folder: string) => join(folder, 'erabu.trail')

/** The state of a file as last written: its size and time. */
export function savedState(file: string): string {
  const now = statSync(file, { throwIfNoEntry: false, bigint: true })
  return now ? `${now.size} ${now.mtimeNs}` : 'gone'
}

/** @returns null where there is no note. @throws StoreError when it cannot be read */
export function readTrail(folder: string): Trail | null {
  const file = trailFile(folder)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  // A process that ended before its first note left an empty file.
  if (text === '') return null
  try {
    return JSON.parse(text) as Trail
  } catch (cause) {
    throw new StoreError(
      `${file} is damaged, so nobody knows whether the store has gone back. \`npm run audit -- <newest anchor of the log>\` says so; then remove the file`,
      { cause },
    )
  }
}

/** For a store that begins an epoch: what was acknowledged before says nothing about it. */
export const removeTrail = (folder: string): Promise<void> => rm(trailFile(folder), { force: true })

/**
 * Notes how much was acknowledged, in a file outside the database. A note is written at once, so that it outlives the
 * process, and flushed to the disk soon. It never claims more than the disk holds of the store.
 * @param failed is told why it could not be noted.
 */
export function createTrailNote(folder: string, failed: (error: unknown) => void) {
  let file: number | undefined
  let timer: NodeJS.Timeout | undefined
  let syncing: Promise<void> = Promise.resolve()
  let written = ''
  let noted: Trail = { entries: 0, unsaved: null }

  function openFile(): number {
    makePrivateFile(trailFile(folder))
    const opened = openSync(trailFile(folder), 'r+')
    flushNow(folder)
    return opened
  }

  function sync(): void {
    timer = undefined
    if (file !== undefined) syncing = datasync(file).catch(failed)
  }

  return {
    /**
     * A value that is left out keeps its last note. A store that went back while this process ran has fewer entries.
     */
    note({ entries = 0, unsaved = noted.unsaved }: Partial<Trail>): void {
      const next = { entries: Math.max(noted.entries, entries), unsaved }
      const text = `${JSON.stringify(next).padEnd(BYTES - 1)}\n`
      if (text === written) return
      try {
        file ??= openFile()
        writeSync(file, text, 0)
        noted = next
        written = text
        timer ??= setTimeout(sync, AFTER_MS).unref()
      } catch (error) {
        failed(error)
      }
    },
    async close(): Promise<void> {
      clearTimeout(timer)
      await syncing
      if (file === undefined) return
      await datasync(file).catch(failed)
      closeSync(file)
    },
  }
}
