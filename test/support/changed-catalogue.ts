import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseEntry } from '../../api/contract/catalogue-file.ts'
import { fileOf, SHIPPED } from './catalogue.ts'

/** A file with the catalogue in which databases differ, and what removes it. */
export async function changedCatalogue(change: (entry: DatabaseEntry) => DatabaseEntry) {
  const folder = await mkdtemp(join(tmpdir(), 'erabu-catalogue-'))
  const file = join(folder, 'databases.json')
  await writeFile(file, fileOf(SHIPPED.databases.map(change)))
  return { file, remove: () => rm(folder, { recursive: true }) }
}
