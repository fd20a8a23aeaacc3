import { renameSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { flushNow } from './flush.ts'

/** How far each feed had come: `seq` by database. */
export type Heads = Record<string, number>

const noteFile = (folder: string) => join(folder, 'erabu.head')

/** @returns an empty note where there is none. */
export async function readNote(folder: string): Promise<Heads> {
  const text = await readFile(noteFile(folder), 'utf8').catch(() => '{}')
  return JSON.parse(text) as Heads
}

/** For a store that begins an epoch: the published heads of before say nothing about it. */
export const removeNote = (folder: string): Promise<void> => rm(noteFile(folder), { force: true })

/**
 * Notes how far the feeds have come, in a file outside the database. `note` blocks until the note is on the disk, so
 * that nobody reads in between.
 * @param failed is told why it could not be noted.
 */
export function createHeadNote(folder: string, failed: (error: unknown) => void) {
  const file = noteFile(folder)
  let noted: Heads = {}
  return {
    note(heads: Heads): void {
      // A store that went back while this process ran has lower numbers. They are not noted, so that the next start
      // notices.
      const ahead = Object.entries(heads).filter(([database, seq]) => seq > (noted[database] ?? 0))
      if (ahead.length === 0) return
      const now = { ...noted, ...Object.fromEntries(ahead) }
      try {
        writeFileSync(`${file}.new`, `${JSON.stringify(now)}\n`, { mode: 0o600, flush: true })
        renameSync(`${file}.new`, file)
        flushNow(folder)
        noted = now
      } catch (error) {
        failed(error)
      }
    },
  }
}
