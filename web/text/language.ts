import type { Bilingual } from '../../api/contract/catalogue.ts'
import type { Intent } from '../../api/contract/patient.ts'
import type { Format } from './format.ts'
import type { Messages } from './ja.ts'

/** What the module of a language exports. */
export type Words = { messages: Messages; format: Format }

type Entry = {
  /** What the language calls itself. */
  name: string
  /** BCP 47 tag for `lang`, by which browsers choose fonts and line breaks, and screen readers a voice. */
  tag: string
  /** Which text of the catalogue it shows; the Japanese one where that is missing. */
  catalogue: keyof Bilingual
  load(): Promise<Words>
}

/** Every language. A further one is its module and a line here, under the name that the api's contract gives it. */
export const LANGUAGES = {
  ja: { name: '日本語', tag: 'ja', catalogue: 'ja', load: () => import('./ja.ts') },
  'ja-easy': { name: 'やさしい日本語', tag: 'ja', catalogue: 'ja-easy', load: () => import('./ja-easy.ts') },
  en: { name: 'English', tag: 'en', catalogue: 'en', load: () => import('./en.ts') },
} as const satisfies Record<Intent['locale'], Entry>

export type Language = keyof typeof LANGUAGES

export const languages = Object.keys(LANGUAGES) as Language[]

/** The text of the catalogue in a language; in Japanese where it has none of its own. */
export const catalogueText = (language: Language, text: Bilingual): string =>
  text[LANGUAGES[language].catalogue] ?? text.ja
