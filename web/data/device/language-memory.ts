import { LANGUAGES, type Language } from '../../text/language.ts'
import { deviceStorage } from './web-storage.ts'

const KEY = 'language'

const isLanguage = (value: string | null): value is Language => value !== null && value in LANGUAGES

/**
 * The language chosen on this device, else the first supported language of the browser, else Japanese. Browsers have
 * no code for やさしい日本語, so only a person chooses it.
 */
export function detectLanguage(): Language {
  const chosen = deviceStorage.get(KEY)
  if (isLanguage(chosen)) return chosen
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage)
  return preferred ?? 'ja'
}

/** Stores the choice on this device. Where storage is blocked, it lasts as long as the page. */
export function rememberLanguage(language: Language): void {
  deviceStorage.set(KEY, language)
}
