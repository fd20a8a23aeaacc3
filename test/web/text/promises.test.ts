import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Language, languages } from '../../../web/text/language.ts'
import { filesBelow, ROOT } from '../../support/sources.ts'
import { messagesOf, terminalWordsOf } from '../../support/words.ts'

const JAPANESE = ['紙', '用紙', '電話', '窓口', '郵送', 'FAX', '0120', '相談']
/** Words that promise paper, telephone or a window. A further language does not compile without its own list. */
const PROMISES: Record<Language, string[]> = {
  ja: JAPANESE,
  'ja-easy': JAPANESE,
  en: [
    'paper',
    'kiosk.paperAt',
    'kiosk.deskPhone',
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
 * Exceptions: texts that say there is none, a question that `/forms` answers, what a terminal prints, a clinic's own
 * number, a municipality's window, the number of the help page, which is said to be made up and to decide nothing, public numbers for whoever is in
 * danger, which are said not to be Erabu's, what
 * is said of a form that a desk has recorded, the words for a desk's staff, and all words of letters to the doors of
 * others, which the catalogue names with their sources. `paper` and `paperAt` are said where the api names a desk: a test holds that.
 */
const NO_PROMISE = [
  'welcome.ways.1',
  'welcome.paper',
  'paper',
  'kiosk.paperAt',
  'kiosk.deskPhone',
  'help.questions.pin.answer.1',
  'help.questions.seen.answer.4',
  'help.questions.phone.question',
  'help.questions.phone.answer.0',
  'help.questions.phone.answer.1',
  'how.items.form',
  'receipts.how.desk',
  'record.decidedAtDesk',
  'whose.child.receipts.how.desk',
  'whose.child.record.decidedAtDesk',
  'whose.ward.receipts.how.desk',
  'whose.ward.record.decidedAtDesk',
  'forms',
  'kiosk.print',
  'letter',
  'kiosk.printing.sent',
  'kiosk.printing.unsure',
  'kiosk.printingHidden',
  'kiosk.receiptHidden',
  'kiosk.hideAbout.0',
  'kiosk.hideCall',
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

test.each(languages)('no screen promises paper, telephone or a window of itself (%s)', (language) => {
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

test.each(languages)(
  'the first page takes no call, and leaves open whether a desk takes paper (%s)',
  (language) => {
    const { ways, paper } = messagesOf[language].welcome
    expect(ways[1]).toMatch(/電話では.*(られません|できません)|cannot decide by telephone/)
    expect(paper).toMatch(/(あるか|できるか).*見る|See whether/)
  },
)

test.each(languages)(
  'the words of the way on paper say that there is none, and what a desk cannot do (%s)',
  (language) => {
    const { none, unknown, steps } = messagesOf[language].paper
    expect(none).toMatch(/いまは、?ありません|No desk/)
    expect(unknown).toMatch(/確かめられません|分かりません|cannot be checked/)
    expect(steps.at(-1)).toMatch(/「止める」だけ|止めることだけ|only record that you stop/)
    expect(steps.join(' ')).toMatch(/2人|Two of the staff/)
  },
)

test('the words of the way on paper are said only where the desks are known', () => {
  const saying = filesBelow(join(ROOT, 'web'))
    .filter((path) => path.endsWith('.tsx') && !path.includes('/dist/'))
    .filter((path) =>
      /\bt\.paper\b|\bpaperAt\b|\{[^}]*\bpaper\b[^}]*\} = (messages|t)\b/.test(readFileSync(path, 'utf8')),
    )
    .map((path) => path.slice(path.lastIndexOf('/') + 1))
  expect(saying.sort()).toEqual(['PaperAtKiosk.tsx', 'PaperWay.tsx'])
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
