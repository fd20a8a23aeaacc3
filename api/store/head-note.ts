import { renameSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { flushNow } from './flush.ts'

/** How far each feed had come: `seq` by database. */
export type Heads = Record<string, number>

const noteFile = (folder: string) => join(folder, 'erabu.head')

/**
 * Writes outside of the database how far the feeds have come. It is on the disk when this returns: it does not wait
 * for a turn, so that nobody reads in between.
 */
export function writeNote(folder: string, heads: Heads): void {
  const file = noteFile(folder)
  writeFileSync(`${file}.new`, `${JSON.stringify(heads)}\n`, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
  flushNow(folder)
}

/** @returns an empty note where there is none. */
export async function readNote(folder: string): Promise<Heads> {
  const text = await readFile(noteFile(folder), 'utf8').catch(() => '{}')
  return JSON.parse(text) as Heads
}

/** For a store that begins an epoch: what was published before says nothing about it. */
export const removeNote = (folder: string): Promise<void> => rm(noteFile(folder), { force: true })
