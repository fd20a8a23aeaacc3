import type { KioskMessages } from '../text/ja/kiosk.ts'
import { type Language, loadWords, type Words } from '../text/language.ts'

/** The words of the phone and of the kiosk in one language. */
export type KioskWords = { words: Words; kiosk: KioskMessages }

const kioskWords: Record<Language, () => Promise<{ kiosk: KioskMessages }>> = {
  ja: () => import('../text/ja/kiosk.ts'),
  'ja-easy': () => import('../text/ja-easy/kiosk.ts'),
  en: () => import('../text/en/kiosk.ts'),
}

export async function loadKioskWords(language: Language): Promise<KioskWords> {
  const [words, { kiosk }] = await Promise.all([loadWords(language), kioskWords[language]()])
  return { words, kiosk }
}
