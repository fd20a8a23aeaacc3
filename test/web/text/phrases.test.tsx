// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { markPhrases, phraseEnds } from '../../../web/phrase-ends.ts'
import { PHRASE_END, phrasesOf, withoutPhrases } from '../../../web/text/phrases.ts'
import { withoutRuby } from '../../../web/text/ruby.ts'
import { ROOT } from '../../support/sources.ts'
import { heard, render } from '../ui/support/render.tsx'

const STOP = '使《つか》うのを止《と》める'
const MARKED = `使《つか》うのを${PHRASE_END}止《と》める`

/** As a person would divide it by ` | `. */
const divided = (...texts: string[]) =>
  withoutRuby(markPhrases(texts).join('…').replaceAll(PHRASE_END, ' | ')).trim()

test.each([
  ['記録を使ってよいか選ぶ', '記録を | 使って | よいか | 選ぶ'],
  ['いまのしくみ', 'いまの | しくみ'],
  ['法律により停止できません', '法律により | 停止できません'],
  ['記録《きろく》の使《つか》い方《かた》をえらぶ', '記録の | 使い方を | えらぶ'],
  ['｜1日《ついたち》から、使《つか》われないようにします', '1日から、 | 使われない | ようにします'],
  ['このデータベースについてえらぶ', 'この | データベースについて | えらぶ'],
  ['利用（すべて）', '利用 | （すべて）'],
])('phrases end where a person would end a line: %s', (text, wanted) => {
  expect(divided(text)).toBe(wanted)
})

test('a message with gaps has phrases around them', () => {
  expect(divided('', 'について、記録の利用を止めます。')).toBe('…について、 | 記録の | 利用を | 止めます。')
  expect(divided('のこりの', '、', 'は、', 'までに止める')).toBe('のこりの | …、 | …は、 | …までに | 止める')
})

test('a single phrase has its mark at the beginning', () => {
  expect(markPhrases(['停止済み'])).toEqual([`${PHRASE_END}停止済み`])
})

test('phrases are put together again where punctuation meets', () => {
  const name = `${PHRASE_END}研究`
  expect(phrasesOf(`（${name}）${PHRASE_END}、${name}の${PHRASE_END}記録`)).toEqual([
    '（研究）、',
    '研究の',
    '記録',
  ])
  expect(phrasesOf(name)).toEqual(['研究'])
})

const transform = phraseEnds().transform as (code: string, id: string) => { code: string } | null
const idOf = (language: string, name = 'status') => `/x/web/text/${language}/${name}.ts`

test('only words change in a module, and no gap of a message', () => {
  const code = [
    `const of = (count, total) => (total === 1 ? 'そのデータベースで' : \`\${number(total)}のうち\${number(count)}で\`)`,
    `const other = { 'not-yet': "it's", list: ['利用を止める\\nもの'] }`,
  ].join('\n')
  const { code: marked } = transform(code, idOf('ja')) ?? { code: '' }
  expect(marked).toContain(`その${PHRASE_END}データベースで`)
  expect(marked).toContain('number(total)}の')
  const run = (text: string) =>
    new Function('number', `${text}; return JSON.stringify([of(1, 1), of(2, 3), other])`)(String)
  expect(marked).not.toBe(code)
  expect(withoutPhrases(run(marked))).toBe(run(code))
})

test('every message stays as it is but for the marks, in every module', () => {
  for (const language of ['ja', 'ja-easy'])
    for (const name of readdirSync(join(ROOT, 'web/text', language)).filter((file) => file.endsWith('.ts'))) {
      const code = readFileSync(join(ROOT, 'web/text', language, name), 'utf8')
        // Types are gone by then.
        .replace(/^import type .*$/gm, '')
      const texts = [...code.matchAll(/'([^'\n]*)'/g)].map(([, text = '']) => text)
      for (const text of texts) {
        const [marked = ''] = markPhrases([text])
        expect(withoutPhrases(marked)).toBe(text)
        expect(withoutRuby(marked)).toBe(withoutRuby(text))
        if (text !== '') expect(marked).not.toMatch(/\u200b[、。）」：]|[（「]\u200b|\u200b$/)
      }
    }
})

test('long texts in Japanese, dates, and other languages have no marks', () => {
  const sentence = `export const a = '${'この届け出は、受け付けられたときから有効です。'.repeat(3)}'`
  expect(transform(sentence, idOf('ja'))?.code).not.toContain(PHRASE_END)
  expect(transform(sentence, idOf('ja-easy'))?.code).toContain(PHRASE_END)
  for (const id of [idOf('en'), idOf('ja', 'format'), '/x/web/ui/Page.tsx'])
    expect(transform(sentence, id)).toBeNull()
})

test('a mark is shown as <wbr>, and is in no name', async () => {
  const main = await render(<p title={MARKED}>{MARKED}</p>)
  const shown = main.querySelector('p')
  expect(shown?.innerHTML).not.toContain(PHRASE_END)
  expect(shown?.title).toBe(withoutRuby(STOP))
  expect(heard(shown)).toBe(withoutRuby(STOP))
  expect([...main.querySelectorAll('.phrases > *')].map(({ tagName }) => tagName)).toEqual([
    'SPAN',
    'WBR',
    'SPAN',
  ])
})

test('Japanese words on an English page have no marks left', async () => {
  const Words = () => <p>{`Shown: ${MARKED}`}</p>
  const main = await render(<Words />, 'en')
  expect(main.innerHTML).not.toContain(PHRASE_END)
  expect(main.querySelectorAll('[lang=ja] wbr')).toHaveLength(1)
})

test('what is signed and spoken has no marks', () => {
  expect(withoutRuby(MARKED)).toBe(withoutRuby(STOP))
})
