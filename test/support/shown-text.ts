import type { Intent } from '../../api/contract/patient.ts'
import { textHash } from '../../api/domain/text.ts'
import { decisionWords } from '../../web/text/decision-words.ts'
import { withoutRuby } from '../../web/text/ruby.ts'
import { nameOf } from './catalogue.ts'
import { wordsOf } from './words.ts'

/** The hash in an intent of the words that a screen shows for it. */
export function shownText({ choice, scope, locale }: Omit<Intent, 'text'>): string {
  const words = decisionWords(wordsOf[locale].messages, { choice, scope }, (id) => nameOf(id, locale))
  return textHash(withoutRuby(words))
}

/** The whole intent, as a screen sends it. */
export const shownIntent = (
  choice: Intent['choice'],
  scope: Intent['scope'],
  locale: Intent['locale'] = 'ja',
): Intent => ({ choice, scope, locale, text: shownText({ choice, scope, locale }) })
