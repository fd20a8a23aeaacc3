import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, describe, expect } from 'vitest'
import type { CatalogueFile, DatabaseEntry } from '../../api/contract/catalogue-file.ts'
import { FACTS } from '../../api/contract/facts.ts'
import { entryOf, SHIPPED } from '../support/catalogue.ts'
import { runCommand } from '../support/command.ts'

/** A day after all shipped facts were checked, and before any has to be reviewed. */
const DAY = '2026-12-01'

/** Runs the command on a changed catalogue. */
const test = base.extend('run', async ({ onTestFinished }) => {
  const folder = await mkdtemp(join(tmpdir(), 'erabu-catalogue-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return async (change: (file: CatalogueFile) => unknown, day = DAY) => {
    const file = structuredClone(SHIPPED)
    change(file)
    const path = join(folder, 'databases.json')
    await writeFile(path, JSON.stringify(file))
    return runCommand('api/cli/catalogue.ts', {}, '--day', day, path)
  }
})

const find = (file: CatalogueFile, id: string): DatabaseEntry =>
  file.databases.find((entry) => entry.id === id) ?? entryOf(id)
const fact = (file: CatalogueFile, id: string, name: (typeof FACTS)[number]) => find(file, id).facts[name]

test('the shipped catalogue has no fault, and each database a line with each fact', async () => {
  const { code, said } = await runCommand('api/cli/catalogue.ts', {}, '--day', DAY)
  expect([code, said.trim().split('\n').at(-1)]).toEqual([0, 'No faults.'])
  const lines = said.split('\n').map((line) => line.split(/ {2,}/))
  expect(lines).toContainEqual(['', ...FACTS, 'no_answer', 'resolver'])
  for (const { id, status } of SHIPPED.databases) {
    const [, , ...cells] = lines.find(([first]) => first === id) ?? expect.fail(id)
    expect(cells).toHaveLength(FACTS.length + 2)
    for (const cell of cells) expect(cell).toMatch(/^([ST?] \d+\/\d+|-)$/)
    expect(lines.find(([first]) => first === id)?.[1]).toBe(status)
  }
  expect(lines.find(([first]) => first === 'ndb')?.[2]).toBe('S 9/181')
})

describe('a fault ends the command with 1, and is named', () => {
  test.for<[string, (file: CatalogueFile) => unknown, RegExp]>([
    [
      'a language that is missing',
      (file) => delete (fact(file, 'ndb', 'basis').text as { en?: string }).en,
      /not a catalogue:[\s\S]*basis\.text\.en/,
    ],
    [
      'an official mark without a source',
      (file) => Object.assign(fact(file, 'ndb', 'who'), { mark: 'S', text: fact(file, 'ndb', 'basis').text }),
      /without a source has the mark \?[\s\S]*facts\.who/,
    ],
    ['an unknown source', (file) => fact(file, 'ndb', 'basis').sources?.push('nobody'), /no source nobody/],
    ['an id twice', (file) => Object.assign(find(file, 'ldi'), { id: 'ndb' }), /the id ndb occurs twice/],
    [
      'an unknown member',
      (file) => Object.assign(find(file, 'ndb').facts, { users: fact(file, 'ndb', 'who') }),
      /[Uu]nrecognized key.*users/,
    ],
    [
      'a day that lies ahead',
      (file) => Object.assign(fact(file, 'ndb', 'basis'), { checked_on: '2026-12-02' }),
      /1 fault\(s\):\nndb basis: checked on 2026-12-02, which has not come/,
    ],
    [
      'a review that is due',
      (file) => Object.assign(fact(file, 'ndb', 'basis'), { review_by: '2026-11-30' }),
      /1 fault\(s\):\nndb basis: to be reviewed by 2026-11-30, which has passed/,
    ],
    [
      'a check before the source was there',
      (file) => Object.assign(file.sources['mhlw-working-group'] ?? {}, { published_on: '2026-11-30' }),
      /1 fault\(s\):\nndb data: checked before .* was published/,
    ],
    [
      'one sentence with other sources',
      (file) => Object.assign(fact(file, 'ncd', 'rights'), { sources: ['ncd-hospital'] }),
      /fault\(s\):\nbiobank-tohoku rights: 「倫理指針では.*」 has other sources than in ncd rights/,
    ],
    [
      'a claim that is called not established',
      (file) => Object.assign(fact(file, 'ndb', 'who'), { text: fact(file, 'ndb', 'basis').text }),
      /3 fault\(s\):\nndb who: has the mark \?, and does not say so in ja\n/,
    ],
    [
      'something made up in an entry that is real',
      (file) => Object.assign(fact(file, 'ndb', 'basis'), { sources: ['demo'] }),
      /1 fault\(s\):\nndb basis: cites what was made up/,
    ],
    [
      'an invention that is not called one',
      (file) => Object.assign(fact(file, 'demo-biobank', 'basis'), { sources: ['ncgg-notice'] }),
      /1 fault\(s\):\ndemo-biobank basis: .* does not cite what was made up/,
    ],
    [
      'a source that nothing cites',
      (file) => Object.assign(file.sources, { unread: { title: '未読', publisher: '省' } }),
      /1 fault\(s\):\nsource unread: nothing cites it/,
    ],
    [
      'a source under two ids',
      (file) => {
        Object.assign(file.sources, { again: { ...file.sources.ncbn, title: '別の題' } })
        fact(file, 'ncbn', 'who').sources?.push('again')
      },
      /1 fault\(s\):\nsource again: it is ncbn again/,
    ],
  ])('%s', async ([, change, fault], { run }) => {
    const { code, said } = await run(change)
    expect(said).toMatch(fault)
    expect(code).toBe(1)
  })

  test('a file that is no JSON, or not there', async ({ run }) => {
    expect((await run(() => {}, 'tomorrow')).code).toBe(1)
    expect((await runCommand('api/cli/catalogue.ts', {}, '/nowhere.json')).code).toBe(1)
  })
})
