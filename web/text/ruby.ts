/**
 * Readings inside a message, as Aozora Bunko writes them: 記録《きろく》 gives the run of kanji before it its reading;
 * ｜ marks where the run begins when it holds more than kanji: ｜1日《ついたち》.
 */
const RUBY = /(?:｜([^｜《》]+)|([\p{Script=Han}々]+))《([\p{Script=Hiragana}\p{Script=Katakana}ー]+)》/gu

type Part = string | { base: string; reading: string }

/** The pieces of a message in their order. Text without a reading is one piece. */
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

/** The message without its readings: for names, titles, pictures, speech, and whatever is hashed. */
export function withoutRuby(text: string): string {
  return hasRuby(text) ? text.replace(RUBY, '$1$2') : text
}
