const READING = '(?:《\\p{Script=Hiragana}+》)?'
const YEAR = `(?:\\d+|元)年${READING}`
const ERA = `(?:明治|大正|昭和|平成|令和)${READING}`
const MONTH = '(?:January|February|March|April|May|June|July|August|September|October|November|December)'

/** Parts of dates, times and durations, as the formats of the languages write them. */
const PARTS = [
  `（(?:${ERA})?${YEAR}|(?:${ERA})?${YEAR}`,
  `\\d+月${READING}(?:｜?\\d+日${READING})?`,
  `午[前後]${READING}\\d+(?:時\\d+分|:\\d\\d)`,
  `\\d+(?:時間|分|秒)${READING}`,
  `\\(?\\d+ ${MONTH}`,
  '\\d+:\\d\\d [ap]m',
  '\\d+ (?:hour|minute|second)s?\\b',
]
/** Punctuation stays with the part before it: engines would let a line end between an element and what follows it. */
const TOGETHER = new RegExp(`(?:${PARTS.join('|')})[）」、。,.)]*`, 'gu')

/**
 * Splits a text: pieces at odd places stay on one line. Between two of them a line may end: 令和8年 | （2026年） |
 * 11月24日 | 午前10時00分.
 */
export function togetherPartsOf(text: string): string[] {
  const parts: string[] = []
  let end = 0
  for (const { index, 0: part } of text.matchAll(TOGETHER)) {
    parts.push(text.slice(end, index), part)
    end = index + part.length
  }
  return [...parts, text.slice(end)]
}

/** Whether a line may end between a part and what follows it, in Japanese and without a space. */
export const mayEndBetween = (part: string, next = ''): boolean =>
  /[^a-z,.)]$/.test(part) && /^[（\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\d｜]/u.test(next)
