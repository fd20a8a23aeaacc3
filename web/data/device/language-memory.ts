import { LANGUAGES, type Language } from '../../text/language.ts'
import { deviceStorage } from './web-storage.ts'

const KEY = 'language'

const isLanguage = (value: string | null): value is Language => value !== null && value in LANGUAGES

/**
 * The language chosen on this device, else the first the browser prefers that we speak, else Japanese. No browser asks for
 * やさしい日本語: that is for the person to choose.
 */
export function detectLanguage(): Language {
  const chosen = deviceStorage.get(KEY)
  if (isLanguage(chosen)) return chosen
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage)
  return preferred ?? 'ja'
}

/** Keeps the choice on this device; where nothing can be stored it lasts as long as the page. */
export function rememberLanguage(language: Language): void {
  deviceStorage.set(KEY, language)
}
