import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Database } from '../contract/catalogue.ts'
import { Catalogue } from '../contract/catalogue-file.ts'

/** The catalogue (目録), in the order in which patients see it. */
export type Databases = { all: Database[]; find(id: string): Database | undefined; ids: ReadonlySet<string> }

/** @throws Error that names the file and every fault in it. */
export async function loadCatalogue(file: string): Promise<Databases> {
  const parsed = Catalogue.safeParse(JSON.parse(await readFile(file, 'utf8')))
  if (!parsed.success) throw new Error(`${file} is not a catalogue: ${z.prettifyError(parsed.error)}`)
  const all = parsed.data.databases
  const byId = new Map(all.map((database) => [database.id, database]))
  return { all, find: (id) => byId.get(id), ids: new Set(byId.keys()) }
}
