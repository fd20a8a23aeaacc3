import { readFile } from 'node:fs/promises'
import { type Database, PURPOSES } from '../contract/catalogue.ts'
import { Choice, Intent, type PublishedText, type Scope } from '../contract/patient.ts'
import { coveredDatabases, namedIn } from '../domain/decision.ts'
import { type Edition, isPublished, linesOf, nameIn, textHash } from '../domain/text.ts'
import type { Databases } from './load.ts'

/** Every edition of the words that screens show before a decision, oldest first. `npm run texts` adds one. */
export const TEXTS = new URL('texts.json', import.meta.url)

export type Texts = {
  isPublished(intent: Intent): boolean
  /** The newest words of every decision that can be made, in every language, but for those about several databases. */
  newest: readonly PublishedText[]
  /** The newest words of the decisions about one scope, in every language. */
  about(scope: Scope): PublishedText[]
}

/** Knows which words a decision may carry: those of every edition, with the present and former names of databases. */
export async function loadTexts(databases: Databases): Promise<Texts> {
  const { editions } = JSON.parse(await readFile(TEXTS, 'utf8')) as { editions: Edition[] }
  const edition = editions.at(-1)
  const named = (scope: Scope) => namedIn(scope).flatMap((id) => databases.find(id) ?? [])
  const about = (scope: Scope) => (edition ? publishedTexts(edition, scope, named(scope)) : [])
  return {
    isPublished(intent) {
      const names = named(intent.scope).map(({ name, former_names = [] }) => [name, ...former_names])
      return isPublished(intent, editions, names)
    },
    newest: scopesIn(databases.all).flatMap(about),
    about,
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

const publishedTexts = (edition: Edition, scope: Scope, named: Database[]): PublishedText[] =>
  Choice.options.flatMap((choice) =>
    Intent.shape.locale.options.flatMap((locale) => {
      const names = named.map(({ name }) => nameIn(name, locale))
      const words = linesOf(edition[locale], { choice, scope }, names)
      return words === null ? [] : [{ choice, scope, locale, text: textHash(words), words }]
    }),
  )
