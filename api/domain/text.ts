import { createHash } from 'node:crypto'
import type { Bilingual, Purpose } from '../contract/catalogue.ts'
import type { Intent } from '../contract/patient.ts'

/**
 * The sentences of one language that a person reads before they decide, with the placeholders `{scope}`, `{name}` and
 * `{purpose}`.
 */
export type Sentences = {
  stop: string
  allow: string
  everything: string
  database_purpose: string
  purposes: Record<Purpose, string>
  consequences: string[]
}

/** All languages as they were published from a day on. */
export type Edition = { since: string } & Record<Intent['locale'], Sentences>

/** Readings as the catalogue and the screens write them: 記録《きろく》, ｜1日《ついたち》. Hashes do not cover them. */
const READING = /(?:｜([^｜《》]+)|([\p{Script=Han}々]+))《[\p{Script=Hiragana}\p{Script=Katakana}ー]+》/gu

export const withoutReadings = (text: string): string => text.replace(READING, '$1$2')

/** The name of a database in a language; in Japanese where that language has none. */
export const nameIn = (name: Bilingual, locale: Intent['locale']): string =>
  withoutReadings(name[locale] ?? name.ja)

/**
 * Exactly the lines that a screen shows for a decision, one a line. @param name of the database that `scope` names.
 */
export function linesOf(
  sentences: Sentences,
  { choice, scope }: Pick<Intent, 'choice' | 'scope'>,
  name: string,
): string {
  const fill = (text: string, gaps: Record<string, string>) =>
    text.replace(/\{(\w+)\}/g, (gap, word: string) => gaps[word] ?? gap)
  const reach =
    'all' in scope
      ? sentences.everything
      : 'purpose' in scope
        ? fill(sentences.database_purpose, { name, purpose: sentences.purposes[scope.purpose] })
        : name
  return [fill(sentences[choice], { scope: reach }), ...sentences.consequences].join('\n')
}

/** SHA-256 of a text, as an intent carries it. */
export const textHash = (text: string): string => createHash('sha256').update(text).digest('base64url')

/**
 * Whether the hash in an intent matches words that our screens show, or once showed, for this choice, scope and
 * language. So whoever signs it can be told later what they signed.
 * @param names of the database that the scope names, including earlier ones; ignored where it names none.
 */
export const isPublished = (intent: Intent, editions: Edition[], names: Bilingual[]): boolean =>
  editions.some((edition) =>
    ('all' in intent.scope ? [{ ja: '', en: '' }] : names).some(
      (name) =>
        textHash(linesOf(edition[intent.locale], intent, nameIn(name, intent.locale))) === intent.text,
    ),
  )
