import type { Bilingual } from '../../api/contract/facts.ts'
import type { Intent } from '../../api/contract/patient.ts'
import type { Format } from './format.ts'
import type { FirstMessages, Messages } from './ja.ts'
import type { LaterMessages } from './ja-later.ts'

/** What the first module of a language exports. */
export type FirstWords = { messages: FirstMessages; format: Format }

/** All words of a language. */
export type Words = { messages: Messages; format: Format }

type Entry = {
  /** The language's own name. */
  name: string
  /** BCP 47 tag for `lang`. Browsers choose fonts and line breaks by it, screen readers a voice. */
  tag: string
  /** Which text of the catalogue it shows; Japanese where that is missing. */
  catalogue: keyof Bilingual
  load(): Promise<FirstWords>
  /** Words of the screens that are loaded when they are opened. */
  loadLater(): Promise<{ later: LaterMessages }>
}

/** Every language. To add one, write its module and a line here, under its name in the api's contract. */
export const LANGUAGES = {
  ja: {
    name: '日本語',
    tag: 'ja',
    catalogue: 'ja',
    load: () => import('./ja.ts'),
    loadLater: () => import('./ja-later.ts'),
  },
  'ja-easy': {
    name: 'やさしい日本語',
    tag: 'ja',
    catalogue: 'ja-easy',
    load: () => import('./ja-easy.ts'),
    loadLater: () => import('./ja-easy-later.ts'),
  },
  en: {
    name: 'English',
    tag: 'en',
    catalogue: 'en',
    load: () => import('./en.ts'),
    loadLater: () => import('./en-later.ts'),
  },
} as const satisfies Record<Intent['locale'], Entry>

export type Language = keyof typeof LANGUAGES

export const languages = Object.keys(LANGUAGES) as Language[]

/** Loads all words of a language at once. */
export async function loadWords(language: Language): Promise<Words> {
  const entry = LANGUAGES[language]
  const [{ messages, format }, { later }] = await Promise.all([entry.load(), entry.loadLater()])
  return { messages: { ...messages, ...later }, format }
}

/** A text of the catalogue in a language, or in Japanese where that is missing. */
export const catalogueText = (language: Language, text: Bilingual): string =>
  text[LANGUAGES[language].catalogue] ?? text.ja
