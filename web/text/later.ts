import type { LaterMessages } from './ja-later.ts'
import { LANGUAGES, type Language } from './language.ts'

/** Milliseconds before words that could not be loaded are asked for again. A screen shows the failure meanwhile. */
const AGAIN_MS = 1000

/** A promise that tells React's `use` what it was fulfilled with, so that `use` need not wait for it. */
type Tracked<T> = Promise<T> & { status?: 'pending' | 'fulfilled' | 'rejected'; value?: T }

const asked: Partial<Record<Language, Tracked<LaterMessages>>> = {}
let used = false

/** Words that are loaded later. The promise is the same at each call, as React's `use` needs it. */
export function laterOf(language: Language): Promise<LaterMessages> {
  const known = asked[language]
  if (known) return known
  const words: Tracked<LaterMessages> = LANGUAGES[language].loadLater().then(({ later }) => later)
  asked[language] = words
  words.then(
    (value) => {
      used = true
      Object.assign(words, { status: 'fulfilled', value })
    },
    () => setTimeout(() => delete asked[language], AGAIN_MS),
  )
  return words
}

/** Whether a screen has used such words in any language: another language then needs them at once. */
export const isLaterUsed = (): boolean => used
