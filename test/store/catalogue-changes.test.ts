import { describe, expect, vi } from 'vitest'
import type { Database } from '../../api/contract/catalogue.ts'
import { tokensDigest } from '../../api/domain/audit.ts'
import { carryOutStanding } from '../../api/services/catalogue-change.ts'
import type { Store } from '../../api/store/store.ts'
import { catalogue, createParts, database } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'
import { createSeam } from '../support/seam.ts'

const RESEARCH = database('a', { purposes: ['research'] })
const COVERED = { database_id: 'a', purpose: 'research' } as const

/** People by their subjects, each linked to the database by an open token of the same name. */
const people = (store: Store, ...subjects: string[]) =>
  put(store, {
    linkage: subjects.map((subject) => ({ id: `0 ${subject}`, subject })),
    token: subjects.map((subject, idx) => ({ token: subject, linkage_id: `0 ${subject}`, idx })),
    status_list: [{ assigned: subjects.length }],
    signed_list: [{}],
  })

type Decided = { choice?: 'stop' | 'allow'; ordinal?: number; scope_purpose?: 'industry' }
const decide = (store: Store, subject: string, ...some: Decided[]) =>
  put(store, {
    decision: some.map(({ ordinal, ...one }, i) => {
      const id = `decision ${ordinal ?? i + 1} of ${subject}`
      return { ...one, id, subject, ordinal: ordinal ?? i + 1, receipt_number: id }
    }),
  })

async function open(store: Store, ...all: Database[]) {
  const parts = createParts(store, { databases: catalogue(...all) })
  const warn = vi.spyOn(parts.log, 'warn')
  return { parts, warn, carryOut: (of: Store = store) => carryOutStanding({ ...parts, store: of }) }
}
const stateOf = async (store: Store) =>
  Object.fromEntries(
    (await rowsOf(store, 'token')).map(({ token, state, listed }) => [token, [state, listed]]),
  )
const OPEN = ['usable', 'usable']
const CLOSED = ['revoked', 'revoked']

describe('what a catalogue covers for the first time', () => {
  test('is stopped for the people whose standing decision stops it, and listed at once', async ({
    store,
  }) => {
    await people(store, 'stopped', 'undecided', 'allowed', 'again', 'for industry')
    await decide(store, 'stopped', { ordinal: 3 })
    await decide(store, 'allowed', {}, { choice: 'allow' })
    await decide(store, 'again', {}, { choice: 'allow' }, {})
    await decide(store, 'for industry', { scope_purpose: 'industry' })
    const { parts, warn, carryOut } = await open(store, RESEARCH)
    await carryOut()
    expect(await stateOf(store)).toEqual({
      stopped: CLOSED,
      again: CLOSED,
      undecided: OPEN,
      allowed: OPEN,
      'for industry': OPEN,
    })
    const at = parts.now()
    const closed = (await rowsOf(store, 'token')).filter(({ state }) => state === 'revoked')
    expect(closed.map(({ changed_at }) => changed_at)).toEqual([at, at])
    const waits = (await rowsOf(store, 'outbox')).sort((one, two) => one.token.localeCompare(two.token))
    expect(waits).toMatchObject([
      { token: 'again', kind: 'revoke', ordinal: 3, recorded_at: at },
      { token: 'stopped', kind: 'revoke', ordinal: 3, recorded_at: at },
    ])
    expect(waits).toHaveLength(2)
    expect(await rowsOf(store, 'signed_list'), 'the list must be signed again').toEqual([])
    expect(await rowsOf(store, 'status_list')).toMatchObject([{ change_no: 2 }])
    const [entry, ...more] = await rowsOf(store, 'audit')
    expect(entry).toMatchObject({ kind: 'covered', digest: tokensDigest(['stopped', 'again']) })
    expect(more).toEqual([])
    expect(await rowsOf(store, 'covered')).toEqual([COVERED])
    expect(warn.mock.calls).toEqual([
      [{ ...COVERED, stopped: 2 }, 'the catalogue covers more: standing stops were carried out'],
    ])
  })

  test('goes into the pool with the decision of each person', async ({ store }) => {
    await people(store, 'first', 'second')
    await decide(store, 'first', {})
    await decide(store, 'second', { choice: 'allow' }, {})
    await (await open(store, RESEARCH)).carryOut()
    const ordinals = (await rowsOf(store, 'outbox')).map(({ token, ordinal }) => [token, ordinal])
    expect(Object.fromEntries(ordinals)).toEqual({ first: 1, second: 2 })
  })

  test('is noted without a word where nobody has stopped anything', async ({ store }) => {
    await people(store, 'undecided')
    const { warn, carryOut } = await open(store, RESEARCH)
    await carryOut()
    expect(await stateOf(store)).toEqual({ undecided: OPEN })
    expect(await rowsOf(store, 'covered')).toEqual([COVERED])
    expect(await rowsOf(store, 'audit')).toEqual([])
    expect(await rowsOf(store, 'signed_list')).toHaveLength(1)
    expect(warn).not.toHaveBeenCalled()
  })

  test('is looked through to its end, however many people there are', async ({ store }) => {
    const subjects = Array.from({ length: 501 }, (_, i) => `s${String(i).padStart(4, '0')}`)
    await people(store, ...subjects)
    for (const subject of subjects) await decide(store, subject, {})
    const { warn, carryOut } = await open(store, RESEARCH)
    await carryOut()
    expect(new Set((await rowsOf(store, 'token')).map(({ state }) => state))).toEqual(new Set(['revoked']))
    expect(await rowsOf(store, 'audit'), 'in two slices').toHaveLength(2)
    expect(warn.mock.calls.map(([said]) => said)).toEqual([{ ...COVERED, stopped: 501 }])
  })

  test('is not listed of a token that its holder was not told', async ({ store }) => {
    await people(store, 'renewed', 'told')
    for (const subject of ['renewed', 'told']) await decide(store, subject, {})
    await store.transact((tx) =>
      tx.updateTable('token').set({ listed: 'hidden' }).where('token', '=', 'renewed').execute(),
    )
    await (await open(store, RESEARCH)).carryOut()
    expect(await stateOf(store)).toEqual({ renewed: ['revoked', 'hidden'], told: CLOSED })
  })

  test('stays open for a person who decides while it is carried out', async ({ store }) => {
    await people(store, 'late')
    await decide(store, 'late', {})
    const { warn, carryOut } = await open(store, RESEARCH)
    const seam = createSeam(store)
    seam.before(0, () => decide(store, 'late', { choice: 'allow', ordinal: 2 }))
    await carryOut(seam.store)
    expect(await stateOf(store)).toEqual({ late: OPEN })
    expect(await rowsOf(store, 'outbox')).toEqual([])
    expect(await rowsOf(store, 'audit')).toEqual([])
    expect(warn).not.toHaveBeenCalled()
  })

  test('is stopped, too, for who was linked before the note could be read', async ({ store }) => {
    const { carryOut } = await open(store, RESEARCH)
    const seam = createSeam(store)
    seam.before(0, async () => {
      await people(store, 'linked meanwhile')
      await decide(store, 'linked meanwhile', {})
    })
    await carryOut(seam.store)
    expect(await stateOf(store)).toEqual({ 'linked meanwhile': CLOSED })
  })

  test('begins again after an interruption', async ({ store }) => {
    await people(store, 'stopped')
    await decide(store, 'stopped', {})
    const { parts, carryOut } = await open(store, RESEARCH)
    const audit = { record: () => Promise.reject(new Error('cut off')) }
    await expect(carryOutStanding({ ...parts, audit })).rejects.toThrow('cut off')
    expect([await stateOf(store), await rowsOf(store, 'covered')]).toEqual([{ stopped: OPEN }, []])
    await carryOut()
    expect(await stateOf(store)).toEqual({ stopped: CLOSED })
  })
})

describe('what a catalogue covers no longer', () => {
  test('is noted, and opens nothing', async ({ store }) => {
    await put(store, { covered: [{}, { purpose: 'industry' }, { database_id: 'gone' }] })
    const { warn, carryOut } = await open(store, RESEARCH)
    await carryOut()
    expect(await rowsOf(store, 'covered')).toEqual([COVERED])
    const less = [
      { database_id: 'a', purpose: 'industry' },
      { database_id: 'gone', purpose: 'research' },
    ]
    expect(warn.mock.calls).toEqual([
      [{ less: expect.arrayContaining(less) }, 'the catalogue covers less than the one before'],
    ])
    expect(warn.mock.calls[0]?.[0]).toMatchObject({ less: { length: 2 } })
  })

  test('is noted together with as much that is new', async ({ store }) => {
    await people(store, 'stopped')
    await decide(store, 'stopped', {})
    await put(store, { covered: [{ purpose: 'industry' }] })
    await (await open(store, RESEARCH)).carryOut()
    expect(await stateOf(store)).toEqual({ stopped: CLOSED })
    expect(await rowsOf(store, 'covered')).toEqual([COVERED])
  })
})

test('a catalogue that covers the same changes nothing, also where a stop stands', async ({ store }) => {
  await people(store, 'stopped')
  await decide(store, 'stopped', {})
  await put(store, { covered: [{}] })
  const { warn, carryOut } = await open(store, RESEARCH)
  const seam = createSeam(store)
  const written = vi.fn(async () => {})
  seam.before(0, written)
  await carryOut(seam.store)
  expect(written).not.toHaveBeenCalled()
  expect(await stateOf(store)).toEqual({ stopped: OPEN })
  expect(warn).not.toHaveBeenCalled()
})

test('a catalogue that lists a database and does not find it is a fault', async ({ store }) => {
  const { parts } = await open(store, RESEARCH)
  const databases = { ...parts.databases, find: () => undefined }
  await expect(carryOutStanding({ ...parts, databases })).rejects.toThrow('no database a')
})
