import type { LaterMessages } from './ja-later.ts'
import { LANGUAGES, type Language } from './language.ts'

const kept: Partial<Record<Language, LaterMessages>> = {}
const coming: Partial<Record<Language, Promise<LaterMessages>>> = {}

/** Words that are loaded later, once they are there; before that a promise of them. A failed load is tried again. */
export function laterOf(language: Language): LaterMessages | Promise<LaterMessages> {
  const found = kept[language] ?? coming[language]
  if (found) return found
  const started = load(language)
  coming[language] = started
  return started
}

async function load(language: Language): Promise<LaterMessages> {
  try {
    const { later } = await LANGUAGES[language].loadLater()
    kept[language] = later
    return later
  } finally {
    delete coming[language]
  }
}

/** Whether a screen has used such words in any language: another language then needs them at once. */
export const isLaterUsed = (): boolean => Object.keys(kept).length > 0
