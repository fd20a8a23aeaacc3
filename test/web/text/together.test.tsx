// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { languages } from '../../../web/text/language.ts'
import { withoutRuby } from '../../../web/text/ruby.ts'
import { togetherPartsOf } from '../../../web/text/together.ts'
import { wordsOf } from '../../support/words.ts'
import { heard, render } from '../ui/support/render.tsx'

const NIGHT = '2026-11-24T13:03:00Z'

/** What may stand on one line, in order. */
const partsOf = (text: string) => togetherPartsOf(text).filter((_, at) => at % 2)

test.each([
  ['ja', ['令和8年', '（2026年）', '11月24日', '午後10時03分'], ['7時間', '2分', '5秒']],
  ['ja-easy', ['2026年', '11月24日', '（令和8年）', '午後10:03'], ['7時間', '2分', '5秒']],
  ['en', ['24 November', '10:03 pm'], ['7 hours', '2 minutes', '5 seconds']],
] as const)('in %s, parts of a date, a time and a wait stay together', (language, moment, waits) => {
  const { dateTime, wait } = wordsOf[language].format
  expect(partsOf(dateTime(NIGHT)).map(withoutRuby)).toEqual(moment)
  expect([25_200, 120, 5].flatMap((seconds) => partsOf(wait(seconds))).map(withoutRuby)).toEqual(waits)
})

test.each(languages)(
  'in %s, nothing of a moment but a year and spaces is outside of its parts',
  (language) => {
    const { dateTime } = wordsOf[language].format
    for (const year of [1931, 1989, 2019, 2026])
      for (let day = 0; day < 365; day++) {
        const text = dateTime(new Date(Date.UTC(year, 0, day, day % 24, day % 60)))
        expect(togetherPartsOf(text).join('')).toBe(text)
        const outside = togetherPartsOf(text).filter((_, at) => at % 2 === 0)
        expect(outside.join('')).toMatch(language === 'en' ? /^ \d{4} $/ : /^ $/)
      }
  },
)

test.each(['1つのデータベース', '受付番号 R-1234', '年', '3 years', 'ID 12', '2026-11-24'])(
  'what is no date is left alone: %s',
  (text) => expect(togetherPartsOf(text)).toEqual([text]),
)

test('punctuation stays with the part before it', () => {
  const { ja, en } = wordsOf
  expect(partsOf(ja.messages.databases.late(ja.format.time(NIGHT), ''))).toEqual(['午後10時03分）'])
  expect(partsOf(en.messages.databases.late(en.format.time(NIGHT), ''))).toEqual(['10:03 pm,'])
})

test('a part is an element of its own, and the text stays as it is', async () => {
  const { dateTime } = wordsOf.ja.format
  const main = await render(<p title={dateTime(NIGHT)}>{`期限: ${dateTime(NIGHT)}まで`}</p>)
  const shown = main.querySelector('p')
  expect([...main.querySelectorAll('.together')].map(({ textContent }) => textContent)).toEqual(
    partsOf(dateTime(NIGHT)),
  )
  expect(shown?.textContent).toBe(`期限: ${dateTime(NIGHT)}まで`)
  expect(shown?.title).toBe(dateTime(NIGHT))
  expect(shown?.innerHTML).toContain('</span><wbr><span class="together">11月24日</span> <span')
})

test('a part has its readings, and on an English page Japanese keeps its language', async () => {
  const easy = await render(<p>{wordsOf['ja-easy'].format.date(NIGHT)}</p>, 'ja-easy')
  expect([...easy.querySelectorAll('.together')].map(heard)).toEqual(['2026年', '11月24日', '（令和8年）'])
  expect([...easy.querySelectorAll('rt')].map(({ textContent }) => textContent)).toEqual([
    'ねん',
    'がつ',
    'にじゅうよっか',
    'れいわ',
    'ねん',
  ])
  const Source = () => <p>{'Source: 内閣府 令和8年4月, 24 November 2026'}</p>
  const english = await render(<Source />, 'en')
  const parts = [...english.querySelectorAll('.together')]
  expect(parts.map((part) => [part.textContent, part.closest('[lang]')?.getAttribute('lang')])).toEqual([
    ['令和8年', 'ja'],
    ['4月', 'ja'],
    ['24 November', 'en'],
  ])
})
