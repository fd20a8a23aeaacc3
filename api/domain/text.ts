import { createHash } from 'node:crypto'
import type { Relation } from '../contract/acting.ts'
import type { Purpose } from '../contract/catalogue.ts'
import type { Bilingual } from '../contract/facts.ts'
import type { Choice, Decision, Intent, Scope } from '../contract/patient.ts'

/**
 * The sentences of one language that a person reads before they decide, with the placeholders `{scope}`, `{name}` and
 * `{purpose}`. The first editions have no words for some scopes.
 */
export type Sentences = {
  stop: string
  allow: string
  everything: string
  database_purpose: string
  purpose_everywhere?: string
  /** Each name of several, and what stands between two. */
  several?: { each: string; between: string }
  purposes: Record<Purpose, string>
  consequences: string[]
  /** What somebody reads who acts for a person. */
  acting?: Record<Relation, Record<Choice, string>> & { consequences: string[] }
}

/** All languages as they were published from a day on. */
export type Edition = { since: string } & Record<Intent['locale'], Sentences>

/** Readings as the catalogue and the screens write them: 記録《きろく》, ｜1日《ついたち》. Hashes do not cover them. */
export const READING =
  /(?:｜([^｜《》]+)|([\p{Script=Han}々]+))《([\p{Script=Hiragana}\p{Script=Katakana}ー]+)》/gu

export const withoutReadings = (text: string): string => text.replace(READING, '$1$2')

/** The name of a database in a language; in Japanese where that language has none. */
export const nameIn = (name: Bilingual, locale: Intent['locale']): string =>
  withoutReadings(name[locale] ?? name.ja)

const fill = (text: string, gaps: Record<string, string>) =>
  text.replace(/\{(\w+)\}/g, (gap, word: string) => gaps[word] ?? gap)

/** What a decision is about, in words; undefined: the edition has none for such a scope. */
function reachOf(sentences: Sentences, scope: Scope, names: string[]): string | undefined {
  const { everything, database_purpose, purpose_everywhere, several, purposes } = sentences
  if ('all' in scope) return everything
  if ('databases' in scope)
    return several && names.map((name) => fill(several.each, { name })).join(several.between)
  const [name = ''] = names
  if (!('purpose' in scope)) return name
  const purpose = purposes[scope.purpose]
  if ('database' in scope) return fill(database_purpose, { name, purpose })
  return purpose_everywhere && fill(purpose_everywhere, { purpose })
}

/**
 * Exactly the lines that a screen shows for a decision, one a line; null: the edition has no words for its scope,
 * or for somebody who acts for a person.
 * @param names of the databases that the scope names, in its order.
 */
export function linesOf(
  sentences: Sentences,
  { choice, scope, for: relation }: Pick<Decision, 'choice' | 'scope' | 'for'>,
  names: string[],
): string | null {
  const reach = reachOf(sentences, scope, names)
  const { acting } = sentences
  if (reach === undefined || (relation && !acting)) return null
  const statement = (relation && acting ? acting[relation] : sentences)[choice]
  const { consequences } = relation && acting ? acting : sentences
  return [fill(statement, { scope: reach }), ...consequences].join('\n')
}

/** SHA-256 of a text, as an intent carries it. */
export const textHash = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** Ways to name several databases that are tried. */
const MOST_NAMINGS = 64

/** Ways to name databases with exactly `former` earlier names among them. */
function* withFormer([own, ...others]: string[][], former: number): Generator<string[]> {
  if (!own) {
    if (former === 0) yield []
    return
  }
  for (const [i, name] of own.entries()) {
    const left = i === 0 ? former : former - 1
    if (left >= 0) for (const rest of withFormer(others, left)) yield [name, ...rest]
  }
}

/** Ways to name databases, those with the fewest earlier names first. */
function* namings(names: string[][]): Generator<string[]> {
  for (let former = 0; former <= names.length; former++) yield* withFormer(names, former)
}

/**
 * Whether the hash in an intent matches words that our screens show, or once showed, for this choice, scope,
 * language and person who is decided for. So whoever signs it can be told later what they signed.
 * @param names of each database that the scope names, in its order: the present one, then earlier ones.
 */
export function isPublished(
  intent: Intent & Pick<Decision, 'for'>,
  editions: Edition[],
  names: Bilingual[][],
): boolean {
  let tried = 0
  const inLocale = names.map((own) => own.map((name) => nameIn(name, intent.locale)))
  for (const called of namings(inLocale)) {
    if (tried++ === MOST_NAMINGS) break
    for (const edition of editions) {
      const words = linesOf(edition[intent.locale], intent, called)
      if (words !== null && textHash(words) === intent.text) return true
    }
  }
  return false
}
