import type { Database } from '../../contract/catalogue.ts'
import type { Catalogue } from '../../contract/catalogue-file.ts'
import { type Evidence, FACTS, type Fact, type Source } from '../../contract/facts.ts'

/** A statement of the catalogue, where it stands, and its words; null where a code says it. */
export type Stated = { database: string; fact: string; evidence: Evidence; text: Fact['text'] | null }

/** Everything that a database states: each fact, what holds without an answer at a door, and its use of the resolver. */
export const statedBy = ({ id, facts, doors, resolver }: Database): Stated[] => [
  ...FACTS.map((name) => ({ database: id, fact: name, evidence: facts[name], text: facts[name].text })),
  ...doors.flatMap(({ no_answer }) =>
    no_answer ? [{ database: id, fact: 'no_answer', evidence: no_answer, text: no_answer.text }] : [],
  ),
  { database: id, fact: 'resolver', evidence: resolver, text: null },
]

/** How each language says that something is not established. Some text of a fact with the mark ? must say it. */
const NOT_ESTABLISHED = {
  ja: /確認できていません|見つかっていません/,
  'ja-easy': /まだ分《わ》かっていません|見《み》つかっていません/,
  en: /not (been )?confirmed|found no/i,
}

/** Who publishes what was made up for the demonstration. */
const OURSELVES = 'えらぶ'

/**
 * What is wrong with a catalogue whose structure is right, on a day in Japan: days that have passed or lie ahead, claims
 * without evidence, one sentence that rests on sources with nothing in common, what was made up outside of the
 * demonstration, and sources that nothing cites or that stand twice.
 * @returns one sentence a fault, beginning with where it is.
 */
export function faultsOf({ sources, databases }: Catalogue, today: string): string[] {
  const made = new Set(databases.filter(({ demo }) => demo).map(({ id }) => id))
  const stated = databases.flatMap(statedBy)
  return [
    ...stated.flatMap((one) =>
      [...faultsOfDays(one.evidence, today), ...faultsOfWords(one), ...faultsOfDemo(one, made)].map(
        (fault) => `${one.database} ${one.fact}: ${fault}`,
      ),
    ),
    ...contradictions(stated),
    ...faultsOfSources(sources, stated),
  ]
}

function* faultsOfDays({ checked_on, review_by, sources }: Evidence, today: string): Generator<string> {
  if (checked_on > today) yield `checked on ${checked_on}, which has not come`
  if (review_by < today) yield `to be reviewed by ${review_by}, which has passed`
  for (const { title, published_on } of sources)
    if (published_on && published_on > checked_on) yield `checked before ${title} was published`
}

function* faultsOfWords({ evidence, text }: Stated): Generator<string> {
  if (text === null || evidence.mark !== '?') return
  for (const language of ['ja', 'ja-easy', 'en'] as const)
    if (!NOT_ESTABLISHED[language].test(text[language]))
      yield `has the mark ?, and does not say so in ${language}`
}

function* faultsOfDemo({ database, evidence }: Stated, made: Set<string>): Generator<string> {
  const isOurs = evidence.sources.some(({ publisher }) => publisher === OURSELVES)
  const isMadeUp = made.has(database) && evidence.mark === 'T'
  if (isOurs && !isMadeUp) yield 'cites what was made up for the demonstration'
  if (isMadeUp && !isOurs) yield 'has the mark T in a demonstration, and does not cite what was made up'
}

/** Sentences that stand in several places, and rest on sources that have nothing in common. */
function contradictions(stated: Stated[]): string[] {
  const first = new Map<string, Stated>()
  return stated.flatMap((one) => {
    if (one.text === null || one.evidence.mark === '?') return []
    return sentencesOf(one.text.ja).flatMap((sentence) => {
      const before = first.get(sentence) ?? one
      first.set(sentence, before)
      return before === one || shareSource(before.evidence, one.evidence)
        ? []
        : [
            `${one.database} ${one.fact}: 「${sentence}」 has other sources than in ${before.database} ${before.fact}`,
          ]
    })
  })
}

const sentencesOf = (text: string): string[] =>
  text.split('。').filter((sentence) => sentence !== '' && !NOT_ESTABLISHED.ja.test(sentence))

const shareSource = (a: Evidence, b: Evidence): boolean =>
  a.sources.some((one) =>
    b.sources.some((other) => one.title === other.title && one.publisher === other.publisher),
  )

function faultsOfSources(sources: Record<string, Source>, stated: Stated[]): string[] {
  const cited = new Set(stated.flatMap(({ evidence }) => evidence.sources))
  const first = new Map<string, string>()
  return Object.entries(sources).flatMap(([id, source]) => {
    const name = source.url ?? `${source.publisher}「${source.title}」`
    const before = first.get(name)
    first.set(name, before ?? id)
    return [
      ...(cited.has(source) ? [] : [`source ${id}: nothing cites it`]),
      ...(before === undefined ? [] : [`source ${id}: it is ${before} again`]),
    ]
  })
}
