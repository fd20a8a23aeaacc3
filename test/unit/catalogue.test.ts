import { describe, expect, it, test } from 'vitest'
import { Catalogue, type CatalogueFile, type DatabaseEntry } from '../../api/contract/catalogue-file.ts'
import { listedDatabase } from '../../api/domain/catalogue/listed.ts'
import { databaseOf, entryOf, factOf, factsWith, SHIPPED } from '../support/catalogue.ts'

const read = (change: Partial<DatabaseEntry>, file: Partial<CatalogueFile> = {}) =>
  Catalogue.safeParse({ ...SHIPPED, databases: [{ ...entryOf('ldi'), ...change }], ...file })

/** The issues of a file with one database, as `path: message`. */
const issuesOf = (...of: Parameters<typeof read>) =>
  read(...of).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

type Facts = DatabaseEntry['facts']
const facts = (change: Partial<Facts>): Partial<DatabaseEntry> => ({
  facts: { ...entryOf('ldi').facts, ...change },
})
const feed = { feed: true, purposes: ['research'] } satisfies Partial<DatabaseEntry>
const { opt_out, retention } = entryOf('ldi').facts

it('gives a database 24 hours by default to apply a revocation', () => {
  const { due_hours: _, ...silent } = entryOf('ldi')
  const hoursOf = (entry: DatabaseEntry) =>
    Catalogue.parse({ ...SHIPPED, databases: [entry] }).databases[0]?.due_hours
  expect(hoursOf(silent)).toBe(24)
  expect(hoursOf({ ...silent, due_hours: 2 })).toBe(2)
})

describe('a catalogue file', () => {
  it('names each source once, and a reader gets it with every fact that cites it', () => {
    const { data } = read({})
    expect(data?.databases[0]?.facts.opt_out.sources).toEqual([SHIPPED.sources['ncgg-notice']])
  })

  it('says in three languages that nothing is established where it has no words', () => {
    const { text: _, ...silent } = retention
    expect(read(facts({ retention: silent })).data?.databases[0]?.facts.retention.text).toEqual({
      ja: '確認できていません。',
      'ja-easy': 'まだ分《わ》かっていません。',
      en: 'Not confirmed.',
    })
  })

  test.each<[string, Parameters<typeof read>, RegExp]>([
    ['an id twice', [{}, { databases: [entryOf('ldi'), entryOf('ldi')] }], /1\.id: the id ldi occurs twice/],
    ['the id of the desks', [{ id: 'erabu-desk' }], /0\.id: the id erabu-desk is that of the desks/],
    [
      'S without a source',
      [facts({ retention: { ...retention, mark: 'S' } })],
      /retention\.sources: .*mark \?/,
    ],
    ['? with a source', [facts({ opt_out: { ...opt_out, mark: '?' } })], /opt_out\.mark: .*S or T/],
    ['an unknown source', [facts({ opt_out: { ...opt_out, sources: ['x9'] } })], /there is no source x9/],
    [
      'a claim without evidence',
      [facts({ opt_out: retention })],
      /available needs a fact that is established/,
    ],
    [
      'an absence that cites',
      [{ opt_out: 'not-yet', doors: [] }],
      /not-yet needs a fact that is not established/,
    ],
    [
      'a door without a way',
      [{ ...facts({ opt_out: retention }), opt_out: 'unknown' }],
      /doors: a door needs/,
    ],
    ['a freeze without its day', [{ ...feed, freeze_days: 30 }], /opened_on: freeze_days needs the day/],
    ['the day of another purpose', [{ ...feed, opened_on: { policy: '2026-11-01' } }], /opened_on: names a/],
    [
      'no words for S',
      [facts({ opt_out: { ...opt_out, text: undefined } })],
      /opt_out\.text: .*says something/,
    ],
    [
      'a language that is missing',
      [facts({ opt_out: { ...opt_out, text: { ja: 'あ', en: 'a' } as never } })],
      /opt_out\.text\.ja-easy/,
    ],
    ['a fact that is missing', [{ facts: { opt_out } as Facts }], /facts\.basis/],
    [
      'a review before the check',
      [facts({ opt_out: { ...opt_out, review_by: '2000-01-01' } })],
      /before checked_on/,
    ],
    [
      'a day that does not exist',
      [facts({ opt_out: { ...opt_out, checked_on: '2026-02-30' } })],
      /checked_on/,
    ],
    [
      'an address that is none',
      [{}, { sources: { x9: { title: 'x', publisher: 'x', url: 'x' } } }],
      /x9\.url/,
    ],
  ])('is refused with %s', (_, of, issue) => {
    expect(issuesOf(...of).join('\n')).toMatch(issue)
  })
})

it('is said of a database on the list what its facts say, and nothing else', () => {
  const text = (ja: string) => ({ ja, 'ja-easy': ja, en: ja })
  const sources = [
    { title: '資料', publisher: '省' },
    { title: '告知', publisher: '病院', url: 'https://example.org/' },
  ]
  const facts = factsWith({
    basis: factOf({ text: text('法律') }),
    opt_out: factOf({ text: text('窓口で'), sources, mark: 'T', checked_on: '2026-11-01' }),
  })
  const listed = listedDatabase(databaseOf({ facts, feed: false }))
  expect(listed).toMatchObject({
    basis: text('法律'),
    how: text('窓口で'),
    source: '省「資料」; 病院「告知」',
    mark: 'T',
    checked_on: '2026-11-01',
    review_by: '2027-05-31',
    stoppable: false,
  })
  expect(Object.keys(listed)).not.toContain('facts')
})
