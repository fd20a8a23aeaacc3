import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import type { Intent, PublishedText, Scope } from '../../api/contract/patient.ts'
import { textHash } from '../../api/domain/text.ts'
import { fileOf, SHIPPED } from '../support/catalogue.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { shownIntent, shownText } from '../support/shown-text.ts'
import { startWorld } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const stop = shownIntent('stop', { all: true })
const registry = { database: 'demo-registry' } as const

const ALL = ['demo-biobank', 'demo-jisedai', 'demo-registry']
const TWO = ['demo-biobank', 'demo-registry']

const preview = (patient: Patient, decision: Intent) =>
  patient.browser.send('POST', '/api/decisions/options', { json: { decision } })

describe('a decision is refused that carries', () => {
  test.for<[what: string, decision: Intent]>([
    ['words that no screen ever showed', { ...stop, text: textHash('I give all my records to everybody.') }],
    ['the words of the other choice', { ...stop, text: shownIntent('allow', { all: true }).text }],
    ['the words of another language', { ...stop, text: shownIntent('stop', { all: true }, 'en').text }],
    ['the words of one database for all of them', { ...stop, text: shownIntent('stop', registry).text }],
    ['the words of all databases for one', { ...stop, scope: registry }],
    [
      'the words of another database',
      { ...stop, scope: registry, text: shownIntent('stop', { database: 'demo-biobank' }).text },
    ],
    ['the words of all databases for one purpose', { ...stop, scope: { purpose: 'research' } }],
    [
      'the words of another purpose',
      { ...stop, scope: { purpose: 'research' }, text: shownIntent('stop', { purpose: 'industry' }).text },
    ],
    [
      'the words of two databases for three',
      { ...stop, scope: { databases: ALL }, text: shownIntent('stop', { databases: TWO }).text },
    ],
    [
      'the words of several databases in another order',
      {
        ...stop,
        scope: { databases: TWO },
        text: shownIntent('stop', { databases: [...TWO].reverse() }).text,
      },
    ],
    [
      'the words of a whole database for one purpose',
      {
        ...stop,
        scope: { ...registry, purpose: 'research' },
        text: shownIntent('stop', registry).text,
      },
    ],
  ])('%s', async ([, decision], { world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await expectRefused(world, 'unknown-text', () => preview(patient, decision))
  })
})

test('the words that a decision may carry are public, each with its hash', async ({ world }) => {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  const answer = await fetch(`${world.origin}/api/texts`)
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
  const answered = (await answer.json()) as { texts: PublishedText[] }
  const { texts } = answered
  const locales = new Set(texts.map(({ locale }) => locale))
  expect([...locales].sort()).toEqual(['en', 'ja', 'ja-easy'])
  expect(texts).toContainEqual(expect.objectContaining(stop))
  expect(texts.filter(({ scope }) => JSON.stringify(scope) === JSON.stringify(registry))).toHaveLength(6)
  expect(texts.filter(({ scope }) => JSON.stringify(scope) === '{"purpose":"research"}')).toHaveLength(6)
  const several = (await (
    await fetch(`${world.origin}/api/texts?databases=${TWO.join()}`)
  ).json()) as typeof answered
  expect(several.texts.map(({ scope }) => scope)).toEqual(Array(6).fill({ databases: TWO }))
  for (const { words, ...decision } of [...texts, ...several.texts]) {
    expect(textHash(words)).toBe(decision.text)
    expect(decision.text).toBe(shownText(decision))
  }
  expect((await preview(patient, stop)).status).toBe(200)
})

describe('the words of several databases are refused', () => {
  test.for([
    ['that are not sorted', 'demo-registry,demo-biobank', 'invalid-request'],
    ['of which there is one', 'demo-registry', 'invalid-request'],
    ['without a name', '', 'invalid-request'],
    ['of which one is unknown', 'demo-registry,nobody', 'unknown-database'],
    ['of which one cannot be stopped', 'demo-registry,demo-statutory', 'not-stoppable'],
  ] as const)('%s', async ([, ids, code], { world }) => {
    await expectRefused(world, code, () => fetch(`${world.origin}/api/texts?databases=${ids}`), ['nobody'])
  })
})

describe('a decision is accepted', () => {
  test.for(['ja', 'ja-easy', 'en'] as const)('with the words shown in %s', async (locale, { world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    for (const choice of ['stop', 'allow'] as const)
      for (const scope of [
        { all: true },
        { purpose: 'research' },
        { databases: ALL },
        registry,
        { ...registry, purpose: 'research' },
      ] as const)
        expect((await preview(patient, shownIntent(choice, scope as Scope, locale))).status).toBe(200)
  })

  test('with the former name of a database, which an unsent one may carry', async () => {
    const world = await startWorld()
    try {
      const renamed = SHIPPED.databases.map((database) =>
        database.id === 'demo-registry'
          ? { ...database, name: { ja: '新しい名前', en: 'New name' }, former_names: [database.name] }
          : database,
      )
      const patient = world.patient()
      await patient.enrol(ordinary(0).id)
      const file = join(world.deps.config.data, 'renamed.json')
      await writeFile(file, fileOf(renamed))
      await world.restart(undefined, { ERABU_CATALOGUE: file })
      expect((await preview(patient, shownIntent('stop', registry))).status).toBe(200)
      await world.check()
    } finally {
      await world.close()
    }
  })
})
