import { readFile } from 'node:fs/promises'
import type { Database } from '../contract/catalogue.ts'
import { Choice, Intent, type PublishedText, type Scope } from '../contract/patient.ts'
import { coveredDatabases } from '../domain/decision.ts'
import { type Edition, isPublished, linesOf, nameIn, textHash } from '../domain/text.ts'
import type { Databases } from './load.ts'

/** Every edition of the words that screens show before a decision, oldest first. `npm run texts` adds one. */
export const TEXTS = new URL('texts.json', import.meta.url)

export type Texts = {
  isPublished(intent: Intent): boolean
  /** The newest words of every decision that can be made, in every language. */
  newest: readonly PublishedText[]
}

/** Knows which words a decision may carry: those of every edition, with the present and former names of a database. */
export async function loadTexts(databases: Databases): Promise<Texts> {
  const { editions } = JSON.parse(await readFile(TEXTS, 'utf8')) as { editions: Edition[] }
  const edition = editions.at(-1)
  return {
    isPublished(intent) {
      const database = 'database' in intent.scope ? databases.find(intent.scope.database) : undefined
      const names = database ? [database.name, ...(database.former_names ?? [])] : []
      return isPublished(intent, editions, names)
    },
    newest: edition ? publishedTexts(edition, databases.all) : [],
  }
}

function publishedTexts(edition: Edition, databases: Database[]): PublishedText[] {
  const everything = { scope: { all: true } satisfies Scope, name: { ja: '', en: '' } }
  const scopes = databases.flatMap(({ id: database, name, purposes }) => [
    { scope: { database }, name },
    ...purposes.map((purpose) => ({ scope: { database, purpose }, name })),
  ])
  const possible = scopes.filter(({ scope }) => coveredDatabases(scope, databases).length > 0)
  return [everything, ...possible].flatMap(({ scope, name }) =>
    Choice.options.flatMap((choice) =>
      Intent.shape.locale.options.map((locale) => {
        const words = linesOf(edition[locale], { choice, scope }, nameIn(name, locale))
        return { choice, scope, locale, text: textHash(words), words }
      }),
    ),
  )
}
