import type { Bilingual } from '../../api/contract/catalogue.ts'
import type { Intent } from '../../api/contract/patient.ts'
import type { Format } from './format.ts'
import type { Messages } from './ja.ts'

/** What the module of a language exports. */
export type Words = { messages: Messages; format: Format }

type Entry = {
  /** The language's own name. */
  name: string
  /** BCP 47 tag for `lang`. Browsers choose fonts and line breaks by it, screen readers a voice. */
  tag: string
  /** Which text of the catalogue it shows; Japanese where that is missing. */
  catalogue: keyof Bilingual
  load(): Promise<Words>
}

/** Every language. To add one, write its module and a line here, under its name in the api's contract. */
export const LANGUAGES = {
  ja: { name: '日本語', tag: 'ja', catalogue: 'ja', load: () => import('./ja.ts') },
  'ja-easy': { name: 'やさしい日本語', tag: 'ja', catalogue: 'ja-easy', load: () => import('./ja-easy.ts') },
  en: { name: 'English', tag: 'en', catalogue: 'en', load: () => import('./en.ts') },
} as const satisfies Record<Intent['locale'], Entry>

export type Language = keyof typeof LANGUAGES

export const languages = Object.keys(LANGUAGES) as Language[]

/** A text of the catalogue in a language, or in Japanese where that is missing. */
export const catalogueText = (language: Language, text: Bilingual): string =>
  text[LANGUAGES[language].catalogue] ?? text.ja
