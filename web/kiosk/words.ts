import type { KioskMessages } from '../text/ja/kiosk.ts'
import { type FirstWords, LANGUAGES, type Language } from '../text/language.ts'

/** The words of a first load, those of the phone's first screens and of the kiosk, in one language. */
export type KioskWords = { words: FirstWords; kiosk: KioskMessages }

const kioskWords: Record<Language, () => Promise<{ kiosk: KioskMessages }>> = {
  ja: () => import('../text/ja/kiosk.ts'),
  'ja-easy': () => import('../text/ja-easy/kiosk.ts'),
  en: () => import('../text/en/kiosk.ts'),
}

export async function loadKioskWords(language: Language): Promise<KioskWords> {
  const [words, { kiosk }] = await Promise.all([LANGUAGES[language].load(), kioskWords[language]()])
  return { words, kiosk }
}
