import { describe, expect, test } from 'vitest'
import { languages } from '../../../web/text/language.ts'
import { wordsOfActing } from '../../../web/text/whose.tsx'
import { textsIn, wordsOf } from '../../support/words.ts'

/** Groups of words that a screen shows while somebody acts. */
const SHOWN = [
  'shell',
  'status',
  'databases',
  'decisions',
  'facts',
  'coverage',
  'reach',
  'receipts',
  'uses',
  'record',
] as const
/** Whose something is, if it is of the person who looks on. */
const MINE = {
  ja: /あなた/,
  'ja-easy': /あなた/,
  en: /\byour (?!child)(records?|coverage|details|care|decisions?|signed form)\b/i,
}
/** What is of the representative: the consent, and the decision that they make. */
const OWN = [
  /同意にもとづき/,
  /「はい」/,
  /あなたの届《とど》けは、/,
  /私《わたし》の記録|私の記録/,
  /^Your decision($| is kept on)/,
  /what your decision covers|one of your decisions/,
]

describe.each(languages)('while one acts for somebody (%s)', (language) => {
  test.each(['child', 'ward'] as const)('no screen calls the records of a %s one’s own', (relation) => {
    const t = wordsOfActing(wordsOf[language].messages, relation)
    const texts = textsIn(SHOWN.map((group) => t[group]))
    expect(texts.length).toBeGreaterThan(200)
    expect(texts.filter((text) => MINE[language].test(text) && !OWN.some((own) => own.test(text)))).toEqual(
      [],
    )
  })

  test('what the person decided is told as theirs', () => {
    const own = wordsOf[language].messages
    const t = wordsOfActing(own, 'child')
    const told = ({ record, receipts }: typeof t) => [
      record.decided(''),
      record.decidedAtDesk(''),
      ...Object.values(receipts.how),
    ]
    const before = told(own)
    expect(told(t).filter((words) => before.includes(words))).toEqual([])
    expect(t.record.decidedFor('')).toBe(own.record.decidedFor(''))
  })

  test('a parent and a guardian read different words', () => {
    const [child, ward] = (['child', 'ward'] as const).map((relation) =>
      wordsOfActing(wordsOf[language].messages, relation),
    )
    expect(child?.status.nobody).not.toBe(ward?.status.nobody)
    expect(child?.shell.name).toBe(wordsOf[language].messages.shell.name)
  })
})
