import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../api/contract/catalogue.ts'
import type { Language } from '../../web/text/language.ts'
import { withoutRuby } from '../../web/text/ruby.ts'
import { ROOT } from './sources.ts'

/** The databases as they are shipped. */
export const CATALOGUE = (
  JSON.parse(readFileSync(join(ROOT, 'api/catalogue/databases.json'), 'utf8')) as { databases: Database[] }
).databases

/** The databases for which a decision made here takes effect. */
export const STOPPABLE = CATALOGUE.filter(
  ({ feed, opt_out }) => feed && (opt_out === 'available' || opt_out === 'by-consent'),
).map(({ id }) => id)

/** What a database is called on the screens. */
export function nameOf(id: string, language: Language): string {
  const found = CATALOGUE.find((database) => database.id === id)
  if (!found) throw new Error(`no database ${id}`)
  return withoutRuby(found.name[language] ?? found.name.ja)
}
