import { describe, expect } from 'vitest'
import { endKin, insertKin, kinOf } from '../../api/store/people/aliases.ts'
import { linkagesStoppedBy } from '../../api/store/records/linkages.ts'
import { endParties, insertParties } from '../../api/store/records/parties.ts'
import { SEVERAL } from '../../api/store/records/scopes.ts'
import { newestCoveringUntil } from '../../api/store/records/standing.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const whole = { until: null, own_until: null }
const party = { linkage_id: 'l', subject: 't', kind: 'apart', since: 5, ...whole } as const

describe('two subjects that were kin', () => {
  test('know of each other how far they count, and are kin again from the next time on', async ({
    store,
  }) => {
    const note = (reason: 'same' | 'apart', since: number) =>
      store.transact((tx) => insertKin(tx, ['s', 't'], { reason, since }))
    const heard = async () => (await rowsOf(store, 'kin')).sort((a, b) => a.subject.localeCompare(b.subject))
    await note('apart', 1)
    // Noting them again changes nothing.
    await note('same', 2)
    expect(await heard()).toEqual([
      { subject: 's', other: 't', reason: 'apart', since: 1, ...whole },
      { subject: 't', other: 's', reason: 'apart', since: 1, ...whole },
    ])
    await put(store, { kin: [{ subject: 's', other: 'u' }] })
    await store.transact((tx) =>
      endKin(tx, [
        { subject: 's', until: 3 },
        { subject: 't', until: 7 },
      ]),
    )
    expect(await store.read((db) => kinOf(db, ['s', 't']))).toEqual(
      new Map([
        [
          's',
          expect.arrayContaining([
            { subject: 's', other: 't', reason: 'apart', since: 1, until: 7, own_until: 3 },
            expect.objectContaining({ other: 'u', ...whole }),
          ]),
        ],
        ['t', [{ subject: 't', other: 's', reason: 'apart', since: 1, until: 3, own_until: 7 }]],
      ]),
    )
    await note('same', 9)
    expect((await heard()).filter(({ other }) => other !== 'u')).toEqual([
      { subject: 's', other: 't', reason: 'same', since: 9, ...whole },
      { subject: 't', other: 's', reason: 'same', since: 9, ...whole },
    ])
  })

  test('count no further for each other’s linkages, and wholly again once they are added again', async ({
    store,
  }) => {
    await put(store, {
      linkage: [
        { id: 'l', subject: 's' },
        { id: 'record', subject: 'r' },
      ],
      token: [
        { token: 'one', linkage_id: 'l' },
        { token: 'other', linkage_id: 'record', idx: 1 },
      ],
      party: [party, { ...party, subject: 'u' }, { ...party, linkage_id: 'record' }],
    })
    const reached = async () =>
      (await store.read((db) => linkagesStoppedBy(db, ['t']))).map(({ id }) => id).sort()
    expect(await reached()).toEqual(['l', 'record'])
    await store.transact((tx) => endParties(tx, { subject: 's', other: 't' }, { until: 7, own_until: 3 }))
    // Nobody else counts less, and neither does the same person elsewhere.
    expect(await reached()).toEqual(['record'])
    expect((await rowsOf(store, 'party')).filter(({ until }) => until === null)).toHaveLength(2)

    const add = (...rows: Parameters<typeof insertParties>[1]) =>
      store.transact((tx) => insertParties(tx, rows))
    expect(await add({ ...party, until: 9, own_until: 9 })).toEqual([])
    expect(await add({ ...party, subject: 'u', until: 9, own_until: 9 })).toEqual([])
    expect(await add(party, { ...party, subject: 'u' })).toEqual([party])
    expect(await reached()).toEqual(['l', 'record'])
  })
})

test('of decisions up to an ordinal the newest of each group counts', async ({ store }) => {
  const choices = ['stop', 'allow', 'stop', 'allow', 'stop'] as const
  await put(store, {
    decision: choices.map((choice, at) => ({
      id: `d${at}`,
      receipt_number: `r${at}`,
      ordinal: at + 1,
      choice,
      scope_database: [null, 'a', SEVERAL, 'b', null][at] ?? null,
      scope_databases: at === 2 ? 'a,b' : null,
    })),
    decision_database: ['a', 'b'].map((database_id) => ({ database_id, ordinal: 3 })),
  })
  const made = async (until: number) =>
    (await store.read((db) => newestCoveringUntil(db, 's', { database_id: 'a', purpose: 'research' }, until)))
      .map(({ ordinal }) => ordinal)
      .sort()
  expect(await Promise.all([0, 1, 2, 3, 4, 5].map(made))).toEqual([
    [],
    [1],
    [1, 2],
    [1, 2, 3],
    [1, 2, 3],
    [2, 3, 5],
  ])
})
