import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { flush } from './flush.ts'

/** How far each feed had come: `seq` by database. */
export type Heads = Record<string, number>

const noteFile = (folder: string) => join(folder, 'erabu.head')

/** Writes outside of the database how far the feeds have come. It is on the disk when this resolves. */
export async function writeNote(folder: string, heads: Heads): Promise<void> {
  const file = noteFile(folder)
  await writeFile(`${file}.new`, `${JSON.stringify(heads)}\n`, { mode: 0o600, flush: true })
  await rename(`${file}.new`, file)
  await flush(folder)
}

/** @returns an empty note where there is none. */
export async function readNote(folder: string): Promise<Heads> {
  const text = await readFile(noteFile(folder), 'utf8').catch(() => '{}')
  return JSON.parse(text) as Heads
}

/** For a store that begins an epoch: what was published before says nothing about it. */
export const removeNote = (folder: string): Promise<void> => rm(noteFile(folder), { force: true })
