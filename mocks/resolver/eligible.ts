import { readFileSync } from 'node:fs'
import type { Database, ResolverUse } from '../../api/contract/catalogue.ts'
import { Catalogue } from '../../api/contract/catalogue-file.ts'

/**
 * Contractors of public databases and certified producers (総合確保法12条), and those that the demonstration assumes to be
 * eligible.
 */
const MAY_ASK = new Set<ResolverUse>(['public-database', 'certified-producer', 'assumed'])

/** Whether the holder of a database may use the resolver, by the law that the catalogue names. */
export function eligibleIn(databases: readonly Database[]): (database: string) => boolean {
  const ids = new Set(databases.filter(({ resolver }) => MAY_ASK.has(resolver.may_use)).map(({ id }) => id))
  return (database) => ids.has(database)
}

/** The same, by a catalogue file. */
export const eligibleInFile = (file: string | URL) => eligibleIn(read(file))

const read = (file: string | URL) => Catalogue.parse(JSON.parse(readFileSync(file, 'utf8'))).databases

/** The databases that only the demonstration lets ask: by present law their holders may not. */
export const assumedInFile = (file: string | URL): string[] =>
  read(file)
    .filter(({ resolver }) => resolver.may_use === 'assumed')
    .map(({ id }) => id)

/** The catalogue that is shipped. */
export const CATALOGUE_FILE = new URL('../../api/catalogue/databases.json', import.meta.url)
