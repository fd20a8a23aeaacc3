import { withoutPhrases } from './phrases.ts'

/**
 * Readings inside a message, in the notation of Aozora Bunko. 記録《きろく》 gives the run of kanji before it a reading. ｜
 * marks where the run begins if it holds more than kanji: ｜1日《ついたち》.
 */
const RUBY = /(?:｜([^｜《》]+)|([\p{Script=Han}々]+))《([\p{Script=Hiragana}\p{Script=Katakana}ー]+)》/gu

type Part = string | { base: string; reading: string }

/** Splits a message into pieces with and without a reading, in order. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const found of text.matchAll(RUBY)) {
    const [all, marked, kanji, reading = ''] = found
    if (found.index > end) parts.push(text.slice(end, found.index))
    parts.push({ base: marked ?? kanji ?? '', reading })
    end = found.index + all.length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

export const hasRuby = (text: string): boolean => text.includes('《')

/** Returns the message without readings and marks of phrases: for names, titles, pictures, speech and hashes. */
export function withoutRuby(text: string): string {
  const words = withoutPhrases(text)
  return hasRuby(words) ? words.replace(RUBY, '$1$2') : words
}
