/** Stands in a message where a phrase ends and a line may. The build puts it there (`web/phrase-ends.ts`). */
export const PHRASE_END = '\u200b'

export const hasPhrases = (text: string): boolean => text.includes(PHRASE_END)

/** Returns a message without marks. */
export const withoutPhrases = (text: string): string => text.replaceAll(PHRASE_END, '')

const OPENS = /[\s（「『]$/
const CLOSES = /^[\s、。，．・：！？）」』]/

/**
 * Whether a line may end between two neighbouring pieces of a message: none begins with closing punctuation, or ends
 * with an opening bracket. Messages are put together, so that a mark may stand beside the punctuation of another.
 */
export const mayEnd = (before: string, after: string): boolean =>
  before !== '' && after !== '' && !OPENS.test(before) && !CLOSES.test(after)

/** Splits a message into its phrases. */
export function phrasesOf(text: string): string[] {
  const phrases = ['']
  for (const piece of text.split(PHRASE_END)) {
    const last = phrases.pop() ?? ''
    phrases.push(...(mayEnd(last, piece) ? [last, piece] : [last + piece]))
  }
  return phrases
}
