import { readFile } from 'node:fs/promises'
import type { Relation } from '../contract/acting.ts'
import { type Database, PURPOSES } from '../contract/catalogue.ts'
import type { Bilingual } from '../contract/facts.ts'
import { Choice, type Decision, Intent, type PublishedText, type Scope } from '../contract/patient.ts'
import { coveredDatabases, namedIn } from '../domain/decision.ts'
import { type Numbering, numberedName } from '../domain/safety/places.ts'
import { type Edition, isPublished, linesOf, nameIn, textHash } from '../domain/text.ts'
import type { Databases } from './load.ts'

/** Every edition of the words that screens show before a decision, oldest first. `npm run texts` adds one. */
export const TEXTS = new URL('texts.json', import.meta.url)

export type Texts = {
  /** Whether the words of an intent name databases, by their present or former names, or need no name. */
  isPublished(intent: Intent & Pick<Decision, 'for'>): boolean
  /** Whether they are the words of safe mode, where each database has its number of one of these numberings. */
  isNumbered(intent: Intent & Pick<Decision, 'for'>, numberings: Numbering[]): boolean
  /** The newest words of every decision that can be made, in every language, but for those about several databases. */
  newest: readonly PublishedText[]
  /** The same for somebody who acts for a person. */
  newestFor(relation: Relation): readonly PublishedText[]
  /** The newest words of the decisions about one scope, in every language. `relation`: for whom one acts. */
  about(scope: Scope, relation?: Relation): PublishedText[]
  /** The words of safe mode, in which the databases of a scope have these numbers in place of names, in its order. */
  numbered(scope: Scope, numbers: number[], relation?: Relation): PublishedText[]
  /** The scopes of one database each. */
  ofOne: readonly Scope[]
}

/** Knows which words a decision may carry: those of every edition, with the present and former names of databases. */
export async function loadTexts(databases: Databases): Promise<Texts> {
  const { editions } = JSON.parse(await readFile(TEXTS, 'utf8')) as { editions: Edition[] }
  const edition = editions.at(-1)
  const named = (scope: Scope) => namedIn(scope).flatMap((id) => databases.find(id) ?? [])
  const worded = (scope: Scope, names: Bilingual[], relation?: Relation) =>
    edition ? publishedTexts(edition, { scope, for: relation }, names) : []
  const about = (scope: Scope, relation?: Relation) =>
    worded(
      scope,
      named(scope).map(({ name }) => name),
      relation,
    )
  const scopes = scopesIn(databases.all)
  return {
    isPublished(intent) {
      const names = named(intent.scope).map(({ name, former_names = [] }) => [name, ...former_names])
      return isPublished(intent, editions, names)
    },
    isNumbered: (intent, numberings) =>
      numberings.some((numbering) => {
        const names = namedIn(intent.scope).map((id) => [numberedName(numbering.get(id) ?? 0)])
        return isPublished(intent, editions, names)
      }),
    newest: scopes.flatMap((scope) => about(scope)),
    newestFor: (relation) => scopes.flatMap((scope) => about(scope, relation)),
    about,
    numbered: (scope, numbers, relation) => worded(scope, numbers.map(numberedName), relation),
    ofOne: scopes.filter((scope) => 'database' in scope),
  }
}

/** The scopes that cover something, but for those of several databases, of which there are too many. */
const scopesIn = (databases: Database[]): Scope[] =>
  [
    { all: true } as const,
    ...PURPOSES.map((purpose) => ({ purpose })),
    ...databases.flatMap(({ id: database, purposes }) => [
      { database },
      ...purposes.map((purpose) => ({ database, purpose })),
    ]),
  ].filter((scope) => coveredDatabases(scope, databases).length > 0)

const publishedTexts = (
  edition: Edition,
  { scope, for: relation }: { scope: Scope; for: Relation | undefined },
  named: Bilingual[],
): PublishedText[] =>
  Choice.options.flatMap((choice) =>
    Intent.shape.locale.options.flatMap((locale) => {
      const names = named.map((name) => nameIn(name, locale))
      const words = linesOf(edition[locale], { choice, scope, for: relation }, names)
      return words === null ? [] : [{ choice, scope, locale, text: textHash(words), words }]
    }),
  )
