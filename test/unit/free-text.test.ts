import { describe, expect, it } from 'vitest'
import { isLuhn } from '../../api/contract/digits.ts'
import { freeText, numberIn } from '../../api/contract/free-text.ts'
import { residents } from '../../mocks/residents.ts'

const groups = (text: string, size: number, between: string) =>
  (text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between)
const shifted = (text: string, zero: number) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
const kanji = (text: string) => text.replace(/\d/g, (digit) => '〇一二三四五六七八九'[Number(digit)] ?? '')

/** Ways to write a number that a reader still recognises. */
const SPELLINGS: [name: string, spell: (digits: string) => string][] = [
  ['bare', (digits) => digits],
  ['within words', (digits) => `母の${digits}です`],
  ['full-width', (digits) => shifted(digits, 0xff10)],
  ['Arabic-Indic', (digits) => shifted(digits, 0x0660)],
  ['kanji', kanji],
  ['with zero-width signs', (digits) => groups(digits, 1, '\u200b')],
  ['in pairs with spaces', (digits) => groups(digits, 2, ' ')],
  ['in pairs with dots', (digits) => groups(digits, 2, '.')],
  ['in pairs with slashes', (digits) => groups(digits, 2, '/')],
  ['digit by digit', (digits) => groups(digits, 1, '・')],
  ['in fours with dashes', (digits) => groups(digits, 4, ' – ')],
  ['in threes with full-width spaces', (digits) => groups(digits, 3, '　')],
]

const told = residents.flatMap(({ coverages }) => coverages)
const insurers = [...new Set(told.map(({ insurer_number }) => insurer_number))]
const numbers = told.map(({ number }) => number.normalize('NFKC')).filter((number) => number.length >= 7)

describe.each(SPELLINGS)('a number from the portal is found %s:', (_, spell) => {
  it('of an insurer', () => {
    for (const number of insurers) expect(numberIn(spell(number)), spell(number)).not.toBeNull()
  })

  it('of a person', () => {
    for (const number of numbers) expect(numberIn(spell(number)), spell(number)).not.toBeNull()
  })

  it('and a My Number as what it is', () => {
    for (const number of ['123456789018', '987654321000'])
      expect(numberIn(spell(number)), spell(number)).toBe('my-number')
  })
})

it.each([
  'key123456789018',
  '123456789018x',
  'no.123456789018a',
  'ｋｅｙ１２３４５６７８９０１８',
  'a1234-5678-9018b',
  'My1234 5678 9018',
  'é123456789018',
])('a My Number attached to letters is found: %s', (text) => expect(numberIn(text)).toBe('my-number'))

it('a symbol and a number are found when they are named, or adjacent', () => {
  for (const { symbol, number } of told) {
    expect(numberIn(`記号${symbol}番号${number}`)).not.toBeNull()
    expect(numberIn(`${symbol}・${number}`), `${symbol}・${number}`).not.toBeNull()
  }
})

describe('numbers of insurers', () => {
  const VALID = ['06130488', '33120015', '138057', '54016027', '06990014', '31999998', '39999990']
  it.each(VALID)('%s has its check digit', (number) => {
    expect(isLuhn(number)).toBe(true)
    expect(numberIn(`保険者 ${number}`)).toBe('number')
    expect(numberIn(number)).toBe('number')
  })
  it.each(['06130489', '138075', '33120051'])('%s has not', (number) => expect(isLuhn(number)).toBe(false))
})

describe('usual titles and reasons are accepted:', () => {
  it.each([
    '2026-10-01 から 2026-10-31 までの研究',
    '2025-2026年度 糖尿病研究（第3相）',
    '2025〜2026',
    '2026/10 approved',
    '20261001版',
    '1,234,567件の解析',
    'jRCT1031200001',
    'UMIN000012345',
    'COVID-19 と 65歳以上',
    '12:30 maintenance, 45 min',
    '令和8年度 第12345号',
    '一人ひとりの記録',
    'ICD-10 E11.9, 40 to 74 years',
    '6f9619ff-8b86-4d01-b42d-123456789018',
    '',
  ])('%s', (text) => expect(numberIn(text)).toBeNull())
})

it('free text is one line of visible characters', () => {
  const schema = freeText(20)
  for (const text of [
    'a\nb',
    'a\0b',
    'a\u200db',
    'a\u{e0041}b',
    'a\ue000b',
    '\ud800',
    'a\u0378b',
    '\u3164',
    'a\u115fb',
    'a\uffa0b',
    '\u2800',
    'a\u034fb',
    'a\ufe0fb',
    '1\ufe0f2',
    'a\u{e0100}',
    '\u3164\ufe0f',
    'x'.repeat(21),
  ])
    expect(schema.safeParse(text).success, JSON.stringify(text)).toBe(false)
  for (const text of ['研究 2026 🫀', '葛\u{e0100}飾区', '❤\ufe0f', 'が', 'か\u3099'])
    expect(schema.safeParse(text).success, JSON.stringify(text)).toBe(true)
})
