import { describe, expect, test } from 'vitest'
import { FACTS } from '../../../api/contract/facts.ts'
import { partsOf, withoutRuby } from '../../../web/text/ruby.ts'
import { CATALOGUE } from '../../support/catalogue.ts'
import { terminalWordsOf, textsIn, wordsOf } from '../../support/words.ts'

const LONGEST = 40
/** Limit for the share of kanji in all texts together. Plain Japanese prose has about three in ten. */
const MOST_KANJI = 0.3
/** Words that are too hard without a gloss. */
const HARD = ['オプトアウト', '第三者', '匿名加工', '模擬', '連結', '資格', '端末', 'オフライン', '未送信']

const catalogue = CATALOGUE.flatMap(({ name, holder, facts, doors }) => [
  ...[name, holder, ...FACTS.map((fact) => facts[fact].text)],
  ...doors.flatMap((door) =>
    [door.name, door.what, door.hours, door.bring, door.no_answer?.text].filter((text) => text !== undefined),
  ),
])
const messages = textsIn([wordsOf['ja-easy'].messages, terminalWordsOf['ja-easy']]).filter(Boolean)
const texts = [...messages, ...catalogue.map((text) => text['ja-easy'] ?? '')]
const sentencesOf = (text: string) =>
  withoutRuby(text)
    .split(/[。？！\n]/)
    .filter(Boolean)
const tooLong = (text: string) => sentencesOf(text).filter((sentence) => sentence.length > LONGEST)
const unread = (text: string) =>
  partsOf(text).filter((part) =>
    typeof part === 'string'
      ? /\p{Script=Han}|《|》|｜/u.test(part)
      : /\p{Script=Hiragana}|\p{P}/u.test(part.base),
  )
const doubled = (text: string) =>
  /(?:ない|なく|ず)(?:こと|わけ|と)?[はもに]?(?:ない|ありません|いけません|なりません)/.test(
    withoutRuby(text),
  )
/** Names that have no easier form. */
const NAMES = ['資格確認書']
const hardIn = (text: string) => {
  const rest = NAMES.reduce((words, name) => words.replaceAll(name, ''), withoutRuby(text))
  return HARD.filter((word) => rest.includes(word))
}

describe('the check of easy Japanese', () => {
  test('counts a sentence without its readings', () => {
    expect(tooLong(`${'記録《きろく》'.repeat(20)}。`)).toEqual([])
    expect(tooLong(`${'記録《きろく》'.repeat(20)}あ。`)).toHaveLength(1)
  })

  test('finds kanji without a reading, a reading that is not kana, and marks that lead nowhere or too far', () => {
    expect(unread('（｜のところ）を、止《と》める')).toHaveLength(1)
    expect(unread('記録《きろく》を見る')).toHaveLength(1)
    expect(unread('記録《record》')).toHaveLength(1)
    expect(unread('｜きろく')).toHaveLength(1)
    expect(unread('｜1日《ついたち》の記録《きろく》')).toEqual([])
  })

  test('finds hard words through their readings', () => {
    expect(hardIn('端末《たんまつ》')).toEqual(['端末'])
    expect(doubled('使《つか》わないことはありません。')).toBe(true)
    expect(doubled('使《つか》わなくはない。')).toBe(true)
  })
})

describe('easy Japanese', () => {
  test('has a text for everything in the catalogue', () => {
    expect(catalogue.filter((text) => !text['ja-easy'])).toEqual([])
  })

  test('has no long sentence', () => {
    expect(texts.flatMap(tooLong)).toEqual([])
  })

  test('has a reading for every kanji', () => {
    expect(texts.filter((text) => unread(text).length > 0)).toEqual([])
  })

  test('has no hard word and no double negation', () => {
    expect(texts.filter((text) => hardIn(text).length > 0 || doubled(text))).toEqual([])
  })

  test('is written in kana for the most part', () => {
    const letters = messages.map(withoutRuby).join('').match(/\p{L}/gu) ?? []
    const kanji = letters.filter((letter) => /\p{Script=Han}/u.test(letter))
    expect(kanji.length / letters.length).toBeLessThan(MOST_KANJI)
  })

  test('speaks politely in every sentence', () => {
    const sentences = texts.flatMap((text) => withoutRuby(text).match(/[^。]+(?=。)/g) ?? [])
    expect(
      sentences.filter(
        (sentence) =>
          !/(です|ます|ました|ません|でした|ください|こと|ましょう)(（[^）]*）)?）?$/.test(sentence),
      ),
    ).toEqual([])
  })
})
