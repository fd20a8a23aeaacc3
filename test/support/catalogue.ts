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

const words = { ja: '', en: '' }

/** A database with a feed that a patient can stop, unless `change` says otherwise. */
export const databaseOf = (change: Partial<Database>): Database => ({
  id: 'db',
  name: words,
  holder: words,
  basis: words,
  opt_out: 'available',
  how: words,
  resolver: 'unknown',
  source: '',
  mark: 'demo',
  checked_on: '2026-11-22',
  feed: true,
  purposes: ['research', 'industry'],
  notice_days: null,
  due_hours: 24,
  ...change,
})

/** What a database is called on the screens. */
export function nameOf(id: string, language: Language): string {
  const found = CATALOGUE.find((database) => database.id === id)
  if (!found) throw new Error(`no database ${id}`)
  return withoutRuby(found.name[language] ?? found.name.ja)
}
