import { describe, expect } from 'vitest'
import {
  actedOf,
  disagreedOf,
  insertDisagreements,
  insertKept,
  keptOf,
  madeOf,
  relationsOf,
} from '../../api/store/records/acting.ts'
import type { DecisionRow } from '../../api/store/records/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

/** Decisions of the person `s` unless they say otherwise, each with an id and a receipt of its own. */
const decide = (store: Store, ...some: (Partial<DecisionRow> & { id: string })[]) =>
  put(store, { decision: some.map((one, i) => ({ ordinal: i + 1, receipt_number: `of ${one.id}`, ...one })) })

const BY_PARENT = { acting: 'child', acting_patient: 'parent' } as const
const BY_GUARDIAN = { acting: 'ward', acting_patient: 'guardian' } as const

describe('the decisions about a person', () => {
  test('are all there, whoever made them, and say what they reach', async ({ store }) => {
    await decide(
      store,
      { id: 'own', scope_database: 'a', scope_purpose: 'research', recorded_at: 5 },
      { id: 'desk', desk: 'hall' },
      { id: 'parent', choice: 'allow', scope_database: '*', scope_databases: 'a,b', ...BY_PARENT },
      { id: 'foreign', subject: 'somebody else', ordinal: 1 },
    )
    const made = await store.read((db) => madeOf(db, 's'))
    expect(made.toSorted((one, other) => one.ordinal - other.ordinal)).toEqual([
      {
        id: 'own',
        ordinal: 1,
        choice: 'stop',
        scope_database: 'a',
        scope_purpose: 'research',
        scope_databases: null,
        recorded_at: 5,
        acting: null,
        acting_patient: null,
      },
      expect.objectContaining({ id: 'desk', acting: null, acting_patient: null }),
      expect.objectContaining({ id: 'parent', choice: 'allow', scope_databases: 'a,b', ...BY_PARENT }),
    ])
    expect(await store.read((db) => madeOf(db, 'nobody'))).toEqual([])
  })

  test('that representatives made come newest first, without those of the person and the desk', async ({
    store,
  }) => {
    await decide(
      store,
      { id: 'second', ordinal: 2, ...BY_PARENT },
      { id: 'fourth', ordinal: 4, ...BY_GUARDIAN },
      { id: 'first', ordinal: 1, ...BY_PARENT },
      { id: 'own', ordinal: 3 },
      { id: 'desk', ordinal: 5, desk: 'hall' },
      { id: 'foreign', ordinal: 6, subject: 'somebody else', ...BY_PARENT },
    )
    const acted = await store.read((db) => actedOf(db, 's'))
    expect(acted.map(({ id }) => id)).toEqual(['fourth', 'second', 'first'])
  })

  test('say how their maker stands to the person, by ordinal', async ({ store }) => {
    await decide(
      store,
      { id: 'parent', ...BY_PARENT },
      { id: 'own' },
      { id: 'guardian', ...BY_GUARDIAN },
      { id: 'later', ...BY_PARENT },
      { id: 'foreign', subject: 'somebody else', ordinal: 2, ...BY_PARENT },
    )
    const relations = (ordinals: number[]) => store.read((db) => relationsOf(db, 's', ordinals))
    expect([...(await relations([3, 1, 2, 1]))].toSorted()).toEqual([
      [1, 'child'],
      [3, 'ward'],
    ])
    expect(await relations([])).toEqual(new Map())
    // The last of several statements finds them.
    const many = Array.from({ length: 1200 }, (_, i) => i + 3).toReversed()
    expect([...(await relations(many))].toSorted()).toEqual([
      [3, 'ward'],
      [4, 'child'],
    ])
  })
})

describe('a stop about which representatives disagree', () => {
  test('is noted once, with the time at which it was noted first', async ({ store }) => {
    await decide(store, { id: 'one', ...BY_PARENT }, { id: 'other', ...BY_PARENT })
    const note = (...ids: [string, number][]) =>
      store.transact((tx) =>
        insertDisagreements(
          tx,
          ids.map(([decision_id, at]) => ({ decision_id, subject: 's', at })),
        ),
      )
    await note()
    await note(['one', 1])
    await note(['one', 2], ['other', 2])
    const rows = await rowsOf(store, 'disagreement')
    expect(rows.map(({ decision_id, at }) => [decision_id, at]).toSorted()).toEqual([
      ['one', 1],
      ['other', 2],
    ])
  })

  test('is one of its person alone', async ({ store }) => {
    await decide(store, { id: 'own' }, { id: 'foreign', subject: 'somebody else' })
    await put(store, {
      disagreement: [{ decision_id: 'own' }, { decision_id: 'foreign', subject: 'somebody else' }],
    })
    expect(await store.read((db) => disagreedOf(db, 's'))).toEqual(new Set(['own']))
    expect(await store.read((db) => disagreedOf(db, 'nobody'))).toEqual(new Set())
  })
})

describe('a decision that its person keeps', () => {
  test('is kept once, since the first time', async ({ store }) => {
    await decide(store, { id: 'one', ...BY_PARENT })
    for (const at of [1, 2])
      await store.transact((tx) => insertKept(tx, { decision_id: 'one', subject: 's', at }))
    expect(await rowsOf(store, 'kept_decision')).toEqual([{ decision_id: 'one', subject: 's', at: 1 }])
  })

  test('is one of that person alone', async ({ store }) => {
    await decide(store, { id: 'own' }, { id: 'foreign', subject: 'somebody else' })
    await put(store, {
      kept_decision: [{ decision_id: 'own' }, { decision_id: 'foreign', subject: 'somebody else' }],
    })
    expect(await store.read((db) => keptOf(db, 's'))).toEqual(new Set(['own']))
    expect(await store.read((db) => keptOf(db, 'nobody'))).toEqual(new Set())
  })
})
