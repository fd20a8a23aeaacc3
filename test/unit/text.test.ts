import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { loadCatalogue } from '../../api/catalogue/load.ts'
import { loadTexts, TEXTS } from '../../api/catalogue/texts.ts'
import { PURPOSES } from '../../api/contract/catalogue.ts'
import type { Scope } from '../../api/contract/patient.ts'
import { numberedName } from '../../api/domain/safety/places.ts'
import {
  type Edition,
  isPublished,
  linesOf,
  nameIn,
  textHash,
  withoutReadings,
} from '../../api/domain/text.ts'
import { intentOf } from '../../web/data/decision/check.ts'
import { decisionWords } from '../../web/text/decision-words.ts'
import { catalogueText, languages } from '../../web/text/language.ts'
import { presentWords } from '../../web/text/publish.ts'
import { CATALOGUE } from '../support/catalogue.ts'
import { wordsOf } from '../support/words.ts'

const { editions } = JSON.parse(readFileSync(TEXTS, 'utf8')) as { editions: Edition[] }
const choices = ['stop', 'allow'] as const
const scopes: Scope[] = [
  { all: true },
  ...PURPOSES.map((purpose) => ({ purpose })),
  {
    databases: CATALOGUE.map(({ id }) => id)
      .sort()
      .slice(0, 2),
  },
  { databases: CATALOGUE.map(({ id }) => id).sort() },
  ...CATALOGUE.flatMap(({ id }): Scope[] => [
    { database: id },
    ...PURPOSES.map((purpose) => ({ database: id, purpose })),
  ]),
]

describe('the published words of decisions', () => {
  it('end with what the screens show now: `npm run texts` adds an edition', async () => {
    const { since, ...last } = editions.at(-1) ?? { since: '' }
    expect(last).toEqual(await presentWords())
    expect(since).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it.each(languages)('contain what a screen in %s sends, for each choice and scope', async (locale) => {
    const texts = await loadTexts(await loadCatalogue('api/catalogue/databases.json'))
    for (const choice of choices)
      for (const scope of scopes) {
        const names = new Map(CATALOGUE.map(({ id, name }) => [id, catalogueText(locale, name)]))
        const words = decisionWords(wordsOf[locale].messages, { choice, scope }, (id) => names.get(id) ?? id)
        const intent = await intentOf({ choice, scope, words, locale })
        expect(texts.isPublished(intent), words).toBe(true)
        expect(texts.isPublished({ ...intent, choice: choice === 'stop' ? 'allow' : 'stop' })).toBe(false)
      }
  })

  it.each(['child', 'ward'] as const)(
    'contain what somebody reads who acts for a %s, and nobody else',
    async (relation) => {
      const texts = await loadTexts(await loadCatalogue('api/catalogue/databases.json'))
      const ask = { scope: { all: true }, for: relation } as const
      const published = texts.about(ask.scope, relation)
      expect(texts.newestFor(relation)).toEqual(expect.arrayContaining(published))
      for (const locale of languages)
        for (const choice of choices) {
          const words = decisionWords(wordsOf[locale].messages, { ...ask, choice }, (id) => id)
          const intent = await intentOf({ scope: ask.scope, choice, words, locale })
          expect(published.map(({ text }) => text)).toContain(intent.text)
          expect(texts.isPublished({ ...intent, for: relation }), words).toBe(true)
          expect(texts.isPublished(intent)).toBe(false)
          expect(texts.isPublished({ ...intent, for: relation === 'child' ? 'ward' : 'child' })).toBe(false)
        }
      const [first] = editions
      expect(first && linesOf(first.en, { ...ask, choice: 'stop' }, [])).toBeNull()
    },
  )

  it('stay published when newer words follow', () => {
    const [first] = editions
    if (!first) throw new Error('no edition')
    const newer = { ...first, since: '2030-01-01', en: { ...first.en, stop: 'Stop it: {scope}.' } }
    const stop = { choice: 'stop', scope: { all: true }, locale: 'en' } as const
    const [old, young] = [first, newer].map(({ en }) => ({
      ...stop,
      text: textHash(linesOf(en, stop, []) ?? ''),
    }))
    if (!old || !young) throw new Error('no text')
    expect([old, young].map((intent) => isPublished(intent, [first, newer], []))).toEqual([true, true])
    expect(isPublished(young, [first], [])).toBe(false)
  })
})

describe('the names of several databases', () => {
  const named = (name: string) => ({ ja: name, en: name })
  const scope = { databases: ['a', 'b', 'c'] }
  const signed = (...names: string[]) => {
    const edition = editions.at(-1)
    const words = edition && linesOf(edition.en, { choice: 'stop', scope }, names)
    return { choice: 'stop', scope, locale: 'en', text: textHash(words ?? '') } as const
  }
  const names = [[named('A'), named('A1')], [named('B')], [named('C'), named('C1'), named('C2')]]

  it('may be former ones, in any combination', () => {
    for (const a of ['A', 'A1'])
      for (const c of ['C', 'C1', 'C2']) expect(isPublished(signed(a, 'B', c), editions, names)).toBe(true)
    expect(isPublished(signed('A', 'B', 'C3'), editions, names)).toBe(false)
    expect(isPublished(signed('C', 'B', 'A'), editions, names)).toBe(false)
    expect(isPublished(signed('A', 'B'), editions, names)).toBe(false)
  })

  it('are tried a bounded number of times, those with the fewest former names first', () => {
    const many = Array.from({ length: 50 }, (_, i) => [named(`new ${i}`), named(`old ${i}`)])
    const called = (old: number[]) => signed(...many.map((_, i) => `${old.includes(i) ? 'old' : 'new'} ${i}`))
    expect(isPublished(called([]), editions, many)).toBe(true)
    for (const i of [0, 31, 49]) expect(isPublished(called([i]), editions, many)).toBe(true)
    expect(isPublished(called(many.map((_, i) => i)), editions, many)).toBe(false)
  })

  it('are tried sixty-four times', () => {
    const published = (count: number, old: number) => {
      const many = Array.from({ length: count }, (_, i) => [named(`new ${i}`), named(`old ${i}`)])
      return isPublished(signed(...many.map((_, i) => `${i === old ? 'old' : 'new'} ${i}`)), editions, many)
    }
    expect([0, 62].map((old) => published(63, old))).toEqual([true, true])
    expect([0, 63].map((old) => published(64, old))).toEqual([false, true])
  })

  it('have no words in the first edition', () => {
    const [first] = editions
    expect(first && linesOf(first.en, { choice: 'stop', scope }, ['A', 'B', 'C'])).toBeNull()
    expect(first && linesOf(first.en, { choice: 'stop', scope: { purpose: 'research' } }, [])).toBeNull()
  })
})

test('the names in safe mode never change: signed words contain them', () => {
  expect(numberedName(7)).toEqual({
    ja: 'データベース7（病院などの名前は表示しません）',
    'ja-easy': 'データベース7（病院《びょういん》などの名前《なまえ》は見《み》せません）',
    en: 'Database 7 (names of hospitals and others are not shown)',
  })
})

describe('words without readings', () => {
  it('are the base text without ruby', () => {
    expect(withoutReadings('｜1日《ついたち》に記録《きろく》を見《み》る')).toBe('1日に記録を見る')
    expect(nameIn({ ja: '登録', 'ja-easy': '登録《とうろく》', en: 'Registry' }, 'ja-easy')).toBe('登録')
    expect(nameIn({ ja: '登録', en: 'Registry' }, 'ja-easy')).toBe('登録')
  })

  it('keep a name unchanged, even one with a placeholder in it', () => {
    const [edition] = editions
    const words = edition && linesOf(edition.en, { choice: 'stop', scope: { database: 'x' } }, ['{scope} $1'])
    expect(words?.split('\n')[0]).toBe('For {scope} $1: I stop the use of my records.')
  })
})
