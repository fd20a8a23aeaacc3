import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Language, languages } from '../../../web/text/language.ts'
import { ROOT } from '../../support/sources.ts'
import { messagesOf, terminalWordsOf } from '../../support/words.ts'

const JAPANESE = ['紙', '用紙', '電話', '窓口', '郵送', 'FAX', '0120', '相談']
/** Words that promise paper, telephone or a window. A further language does not compile without its own list. */
const PROMISES: Record<Language, string[]> = {
  ja: JAPANESE,
  'ja-easy': JAPANESE,
  en: [
    'paper',
    'telephone',
    'by phone',
    'phone:',
    'call us',
    'call the number',
    'counter',
    'by post',
    'fax',
    '0120',
  ],
}

/**
 * Exceptions: texts that say there is none, what a terminal prints, a clinic's own number, a municipality's window, the
 * number of the help page, which is said to be made up and to decide nothing, and all words of letters to the doors of
 * others, which the catalogue names with their sources.
 */
const NO_PROMISE = [
  'welcome.ways.1',
  'help.questions.pin.answer.1',
  'help.questions.phone.question',
  'help.questions.phone.answer.0',
  'help.questions.phone.answer.1',
  'kiosk.print',
  'letter',
  'kiosk.printing.sent',
  'kiosk.printing.unsure',
  'kiosk.receiptTitle',
  'kiosk.outPhone',
  'check.checks.print.1',
]

/** Whether a text is one of an exception, or below it. */
const isOf = (exception: string) => (path: string) => path === exception || path.startsWith(`${exception}.`)

/** Returns every text with the path of its key. */
function textsAt(value: unknown, path: string[] = []): [path: string, text: string][] {
  if (typeof value === 'string') return [[path.join('.'), value]]
  if (typeof value === 'function') return [[path.join('.'), value('', '')]]
  return value && typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => textsAt(inner, [...path, key]))
    : []
}

test.each(languages)('no screen promises paper, telephone or a window: none exists (%s)', (language) => {
  const texts = textsAt({ ...messagesOf[language], ...terminalWordsOf[language] })
  const promising = texts.filter(([, text]) =>
    PROMISES[language].some((word) => text.toLowerCase().includes(word.toLowerCase())),
  )
  expect(promising.filter(([path]) => !NO_PROMISE.some((one) => isOf(one)(path)))).toEqual([])
})

test('every exception is needed by a language', () => {
  const needed = languages.flatMap((language) =>
    textsAt({ ...messagesOf[language], ...terminalWordsOf[language] })
      .filter(([, text]) =>
        PROMISES[language].some((word) => text.toLowerCase().includes(word.toLowerCase())),
      )
      .map(([path]) => path),
  )
  expect(NO_PROMISE.filter((one) => !needed.some(isOf(one)))).toEqual([])
})

test.each(languages)('the first page says that there is neither (%s)', (language) => {
  const [, none = ''] = messagesOf[language].welcome.ways
  expect(none).toMatch(/まだありません|There is no .* yet/)
})

test.each(languages)('the number for questions is made up, and decides nothing (%s)', (language) => {
  const [madeUp, nothing] = messagesOf[language].help.questions.phone.answer
  expect(madeUp).toMatch(
    /模擬で、実在の窓口ではありません|見本です。だれも出ません|made up .* nobody answers/,
  )
  expect(nothing).toMatch(/届け出も、.*できません|届けを出せません|cannot decide by telephone/)
})

test('the page without script promises nothing either', () => {
  const html = readFileSync(join(ROOT, 'web/index.html'), 'utf8')
  expect(JAPANESE.filter((word) => html.includes(word))).toEqual([])
})
