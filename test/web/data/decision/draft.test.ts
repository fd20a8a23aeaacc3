import { expect, test } from 'vitest'
import { type Draft, emptyDraft, scopeOf } from '../../../../web/data/decision/draft.ts'

const empty = emptyDraft('database=demo-registry')
const pair = { database: 'demo-registry', purpose: 'research' } as const

test('a new draft remembers where it began, and answers nothing', () => {
  expect(empty).toEqual({
    from: 'database=demo-registry',
    kind: null,
    database: null,
    pair: null,
    choice: null,
  })
})

test.each<[string, Partial<Draft>, ReturnType<typeof scopeOf>]>([
  ['nothing was answered', {}, null],
  ['a database was chosen, and not how far it goes', { database: 'demo-registry', pair }, null],
  ['it is about everything', { kind: 'all', database: 'demo-registry', pair }, { all: true }],
  [
    'it is about a database',
    { kind: 'database', database: 'demo-registry', pair },
    { database: 'demo-registry' },
  ],
  ['the database is open', { kind: 'database', pair }, null],
  ['it is about a purpose', { kind: 'purpose', database: 'demo-biobank', pair }, pair],
  ['the purpose is open', { kind: 'purpose', database: 'demo-registry' }, null],
])('the scope where %s', (_when, answers, scope) => {
  expect(scopeOf({ ...empty, ...answers })).toEqual(scope)
})
