import { readFile } from 'node:fs/promises'
import type { Intent } from '../contract/patient.ts'
import { type Edition, isPublished } from '../domain/text.ts'
import type { Databases } from './load.ts'

/** Every edition of the words that screens show before a decision, oldest first. `npm run texts` adds one. */
export const TEXTS = new URL('texts.json', import.meta.url)

export type Texts = { isPublished(intent: Intent): boolean }

/** Knows which words a decision may carry: those of every edition, with the present and former names of a database. */
export async function loadTexts(databases: Databases): Promise<Texts> {
  const { editions } = JSON.parse(await readFile(TEXTS, 'utf8')) as { editions: Edition[] }
  return {
    isPublished(intent) {
      const database = 'database' in intent.scope ? databases.find(intent.scope.database) : undefined
      const names = database ? [database.name, ...(database.former_names ?? [])] : []
      return isPublished(intent, editions, names)
    },
  }
}
