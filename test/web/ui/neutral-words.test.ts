import { expect, test } from 'vitest'
import { decisionWords } from '../../../web/text/decision-words.ts'
import { messagesOf } from './support/messages.ts'

/** Words that push: thanks, regret, appeals, and doubt about one of the two. */
const PUSHING = {
  ja: [
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
    'よろしいですか',
  ],
  en: [
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
  ],
}
/** Jargon that no main text uses without a gloss. */
const JARGON = {
  ja: ['オプトアウト', '第三者提供', '匿名加工'],
  en: ['opt-out', 'opt out', 'third-party provision'],
}

const wordsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return [String(value('', '', ''))]
  return value && typeof value === 'object' ? Object.values(value).flatMap(wordsIn) : []
}

test.each(['ja', 'en'] as const)('no text about a choice pushes either way (%s)', (language) => {
  const { decisions, databases, welcome } = messagesOf[language]
  const words = wordsIn([decisions, databases, welcome]).join('\n').toLowerCase()
  expect(PUSHING[language].filter((word) => words.includes(word))).toEqual([])
})

test.each(['ja', 'en'] as const)('no text uses jargon (%s)', (language) => {
  const words = wordsIn(messagesOf[language]).join('\n').toLowerCase()
  expect(JARGON[language].filter((word) => words.includes(word))).toEqual([])
})

test.each(['ja', 'en'] as const)('stop and allow come with the same consequences (%s)', (language) => {
  const t = messagesOf[language]
  const linesFor = (choice: 'stop' | 'allow') =>
    decisionWords(t, { choice, scope: { all: true } }, (id) => id).split('\n')
  const [stop, ...afterStop] = linesFor('stop')
  const [allow, ...afterAllow] = linesFor('allow')
  expect(stop).not.toBe(allow)
  expect(afterStop).toEqual(afterAllow)
  expect(afterStop.length).toBeGreaterThan(0)
})
