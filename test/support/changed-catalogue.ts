import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../../api/contract/catalogue.ts'
import { CATALOGUE } from './catalogue.ts'

/** A file with the catalogue in which databases differ, and what removes it. */
export async function changedCatalogue(change: (database: Database) => Database) {
  const folder = await mkdtemp(join(tmpdir(), 'erabu-catalogue-'))
  const file = join(folder, 'databases.json')
  await writeFile(file, JSON.stringify({ databases: CATALOGUE.map(change) }))
  return { file, remove: () => rm(folder, { recursive: true }) }
}
