import { expect, test } from 'vitest'
import { MOST_DATABASES as most } from '../../../../api/contract/patient.ts'
import {
  type Draft,
  emptyDraft,
  MOST_DATABASES,
  scopeOf,
  storedDraft,
} from '../../../../web/data/decision/draft.ts'

const empty = emptyDraft('database=demo-registry')
const pair = { database: 'demo-registry', purpose: 'research' } as const
const databases = ['demo-registry']

test('a new draft remembers where it began, and answers nothing', () => {
  expect(empty).toEqual({
    from: 'database=demo-registry',
    kind: null,
    everywhere: null,
    databases: [],
    pair: null,
    choice: null,
  })
})

test.each<[string, Partial<Draft>, ReturnType<typeof scopeOf>]>([
  ['nothing was answered', {}, null],
  ['a database was chosen, and not how far it goes', { databases, pair }, null],
  ['it is about everything', { kind: 'all', everywhere: 'research', databases, pair }, { all: true }],
  [
    'it is about one purpose everywhere',
    { kind: 'everywhere', everywhere: 'industry', databases, pair },
    { purpose: 'industry' },
  ],
  ['the purpose everywhere is open', { kind: 'everywhere', databases, pair }, null],
  ['it is about a database', { kind: 'database', databases, pair }, { database: 'demo-registry' }],
  [
    'it is about several databases, in the order of their ids',
    { kind: 'database', databases: ['demo-b', 'demo-a1', 'demo-a-1'], everywhere: 'research' },
    { databases: ['demo-a-1', 'demo-a1', 'demo-b'] },
  ],
  ['the databases are open', { kind: 'database', everywhere: 'research', pair }, null],
  ['it is about a purpose', { kind: 'purpose', databases: ['demo-biobank'], pair }, pair],
  ['the purpose is open', { kind: 'purpose', databases }, null],
])('the scope where %s', (_when, answers, scope) => {
  expect(scopeOf({ ...empty, ...answers })).toEqual(scope)
})

test('a scope names as many databases as the api takes, and no more', () => {
  expect(MOST_DATABASES).toBe(most)
  const ids = Array.from({ length: most + 1 }, (_, i) => `d-${100 + i}`)
  expect(scopeOf({ ...empty, kind: 'database', databases: ids })).toBeNull()
  expect(scopeOf({ ...empty, kind: 'database', databases: ids.slice(1) })).toEqual({
    databases: ids.slice(1),
  })
})

test('a draft that an earlier version stored keeps its answers', () => {
  const stored = { from: '', kind: 'database', database: 'demo-registry', pair, choice: 'stop' } as const
  expect(scopeOf(storedDraft(stored))).toEqual({ database: 'demo-registry' })
  expect(scopeOf(storedDraft({ ...stored, kind: 'purpose' }))).toEqual(pair)
  expect(scopeOf(storedDraft({ ...stored, kind: 'database', database: null }))).toBeNull()
  const draft = { ...empty, kind: 'everywhere', everywhere: 'research' } as const
  expect(storedDraft(draft)).toBe(draft)
})
