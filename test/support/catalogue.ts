import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../api/contract/catalogue.ts'
import { Catalogue, type CatalogueFile, type DatabaseEntry } from '../../api/contract/catalogue-file.ts'
import { FACTS, type Fact, type FactName } from '../../api/contract/facts.ts'
import { isStoppable } from '../../api/domain/decision.ts'
import type { Language } from '../../web/text/language.ts'
import { withoutRuby } from '../../web/text/ruby.ts'
import { ROOT } from './sources.ts'

/** The catalogue as it is shipped. */
export const SHIPPED: CatalogueFile = JSON.parse(
  readFileSync(join(ROOT, 'api/catalogue/databases.json'), 'utf8'),
)

/** The shipped databases, each fact with its sources. */
export const CATALOGUE: Database[] = Catalogue.parse(SHIPPED).databases

/** The databases for which a decision made here takes effect. */
export const STOPPABLE = CATALOGUE.filter(isStoppable).map(({ id }) => id)

/** A shipped database as the file has it. */
export function entryOf(id: string): DatabaseEntry {
  const found = SHIPPED.databases.find((entry) => entry.id === id)
  if (!found) throw new Error(`no database ${id}`)
  return found
}

/** A catalogue file of these databases, which may cite every shipped source. */
export const fileOf = (databases: DatabaseEntry[]): string =>
  JSON.stringify({ sources: SHIPPED.sources, databases } satisfies CatalogueFile)

const words = { ja: '-', 'ja-easy': '-', en: '-' }

/** A fact from an official source, unless `change` says otherwise. */
export const factOf = (change: Partial<Fact> = {}): Fact => ({
  text: words,
  sources: [{ title: '資料', publisher: '試験' }],
  mark: 'S',
  checked_on: '2026-11-22',
  review_by: '2027-05-31',
  ...change,
})

/** Facts of which nothing is established, but for those given. */
export const factsWith = (known: Partial<Record<FactName, Fact>>): Database['facts'] =>
  Object.fromEntries(
    FACTS.map((name) => [name, known[name] ?? factOf({ mark: '?', sources: [] })]),
  ) as Database['facts']

/** A database with a feed that a patient can stop, unless `change` says otherwise. */
export const databaseOf = (change: Partial<Database>): Database => {
  const { text: _, ...evidence } = factOf()
  return {
    id: 'db',
    name: words,
    holder: words,
    demo: false,
    status: 'live',
    in_force_on: null,
    opt_out: 'available',
    facts: factsWith({ opt_out: factOf() }),
    doors: [],
    resolver: { exception: null, may_use: 'unknown', ...evidence },
    feed: true,
    purposes: ['research', 'industry'],
    self_from_age: null,
    notice_days: null,
    freeze_days: 0,
    opened_on: {},
    due_hours: 24,
    ...change,
  }
}

/** What a database is called on the screens. */
export function nameOf(id: string, language: Language): string {
  const found = CATALOGUE.find((database) => database.id === id)
  if (!found) throw new Error(`no database ${id}`)
  return withoutRuby(found.name[language] ?? found.name.ja)
}
