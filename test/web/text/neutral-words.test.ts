import { expect, test } from 'vitest'
import { decisionWords } from '../../../web/text/decision-words.ts'
import { type Language, languages } from '../../../web/text/language.ts'
import { messagesOf, terminalWordsOf, textsIn } from '../../support/words.ts'

const JAPANESE = {
  pushing: [
    'ぜひ',
    '残念',
    'ご協力',
    '本当に',
    'もったいない',
    'お願い',
    'おすすめ',
    '推奨',
    '貢献',
    '役に立',
    '助け',
    'よろしいですか',
  ],
  jargon: ['オプトアウト', '第三者提供', '匿名加工'],
}

/**
 * Words that push (thanks, regret, appeals, doubt about one choice), and jargon that no text may use without a gloss.
 * A further language does not compile without its own list.
 */
const BANNED: Record<Language, { pushing: string[]; jargon: string[] }> = {
  ja: JAPANESE,
  'ja-easy': JAPANESE,
  en: {
    pushing: [
      'please',
      'sorry',
      'unfortunately',
      'really',
      'are you sure',
      'recommend',
      'contribut',
      'help us',
      'miss out',
      'thank',
      'waste',
      'shame',
    ],
    jargon: ['opt-out', 'opt out', 'third-party provision', 'anonymised', 'anonymized'],
  },
}

test.each(languages)('no text about a choice pushes either way (%s)', (language) => {
  const { decisions, databases, welcome } = messagesOf[language]
  const words = textsIn([decisions, databases, welcome, terminalWordsOf[language]]).join('\n').toLowerCase()
  expect(BANNED[language].pushing.filter((word) => words.includes(word))).toEqual([])
})

test.each(languages)('no text uses jargon (%s)', (language) => {
  const words = textsIn([messagesOf[language], terminalWordsOf[language]]).join('\n').toLowerCase()
  expect(BANNED[language].jargon.filter((word) => words.includes(word))).toEqual([])
})

test.each(languages)('stop and allow come with the same consequences (%s)', (language) => {
  const t = messagesOf[language]
  const linesFor = (choice: 'stop' | 'allow') =>
    decisionWords(t, { choice, scope: { all: true } }, (id) => id).split('\n')
  const [stop, ...afterStop] = linesFor('stop')
  const [allow, ...afterAllow] = linesFor('allow')
  expect(stop).not.toBe(allow)
  expect(afterStop).toEqual(afterAllow)
  expect(afterStop.length).toBeGreaterThan(0)
})
