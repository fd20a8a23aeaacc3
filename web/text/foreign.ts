import { LANGUAGES, type Language } from './language.ts'

const LETTER =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3001-\\u303f\\u30fb\\u30fc\\uff01-\\uff9f'
/** Japanese letters with whatever stands between them, except Latin ones. */
const JAPANESE = new RegExp(`([${LETTER}](?:\\P{Script=Latin}*[${LETTER}])?)`, 'u')

let spoken: Language = 'ja'

/** Tells in which language text is shown from now on. */
export function speakIn(language: Language): void {
  spoken = language
}

/** Whether a text of the page holds Japanese that the language of the page is not. */
export const hasForeign = (text: string): boolean => LANGUAGES[spoken].tag !== 'ja' && JAPANESE.test(text)

/** Splits a text: pieces at odd places are Japanese. */
export const foreignPartsOf = (text: string): string[] => text.split(JAPANESE)
