import { expect, test } from 'vitest'
import { languages } from '../../../web/text/language.ts'
import { withoutRuby } from '../../../web/text/ruby.ts'
import { messagesOf, terminalWordsOf } from '../../support/words.ts'

test.each(languages)('a kiosk names the title that ends a visit as K6 shows it (%s)', (language) => {
  const { kiosk } = terminalWordsOf[language]
  expect(withoutRuby(kiosk.notDoneHint)).toContain(withoutRuby(messagesOf[language].decisions.doneTitle))
})
