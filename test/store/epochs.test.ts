import { expect } from 'vitest'
import { useAssertion } from '../../api/store/assertions.ts'
import { beginEpoch } from '../../api/store/begin-epoch.ts'
import { currentEpoch, firstListOf } from '../../api/store/epochs.ts'
import { StoreFull, StoreUnavailable, unlessUnwritable } from '../../api/store/errors.ts'
import { purgeExpired } from '../../api/store/expired.ts'
import {
  chainOrdinals,
  changeNumbers,
  findSetback,
  insertSetback,
  missingEvents,
  newestEvents,
} from '../../api/store/setbacks.ts'
import { test } from '../support/bare-store.ts'
import { linked, put, rowsOf } from '../support/rows.ts'

const AT = Date.UTC(2026, 0, 1)

test('the newest epoch counts, and its lists begin where no list was', async ({ store }) => {
  const current = () => store.read(currentEpoch)
  const first = () => store.read(firstListOf)
  expect([await current(), await first()]).toEqual([null, 1])
  await put(store, {
    epoch: [
      { id: 'newer', began_at: 9, first_list: 20 },
      { id: 'older', began_at: 5, first_list: 30 },
    ],
  })
  expect([await current(), await first()]).toEqual([{ id: 'newer', began_at: 9 }, 30])
})

test('an epoch hides places from everybody who has an account, and ends pushes', async ({ store }) => {
  await put(store, {
    patient: [
      {},
      { id: 'q', subject: 'chosen', user_handle: 'q' },
      { id: 'r', subject: 'protected', user_handle: 'r' },
    ],
    safe_person: [
      { subject: 'chosen', chosen: 1, portal: 0 },
      { subject: 'protected', chosen: 0, portal: 1 },
      { subject: 'without an account', chosen: 0, portal: 1 },
    ],
    session: [{}],
    push_person: [{}],
    push_subscription: [{}],
  })
  await store.transact((tx) => beginEpoch(tx, 'next', AT))
  const safe = (await rowsOf(store, 'safe_person')).map(({ subject, chosen, portal }) => [
    subject,
    chosen,
    portal,
  ])
  expect(safe.sort()).toEqual([
    ['chosen', 1, 0],
    ['protected', 1, 1],
    ['s', 1, 0],
    ['without an account', 0, 1],
  ])
  for (const table of ['push_subscription', 'push_person'] as const)
    expect(await rowsOf(store, table), table).toEqual([])
})

test('an epoch ends what is unfinished, closes what was known, and is audited', async ({ store }) => {
  await put(store, {
    patient: [{}],
    session: [{}],
    challenge: [{}],
    proofing: [{}],
    ...linked({ token: 't' }, { token: 'u' }),
    status_list: [{ change_no: 3 }, { list: 2, change_no: 5 }],
    signed_list: [{}],
    stream: [{}],
    notice: [{}],
    ack: [{}],
    setback: [{}],
    known_closed: [{ token: 't' }],
    decision: [{}],
    idempotency: [{ decision_id: 'd' }, { key: 'unfinished' }],
  })
  await store.transact((tx) => beginEpoch(tx, 'next', AT))
  for (const table of [
    'setback',
    'signed_list',
    'notice',
    'ack',
    'stream',
    'challenge',
    'proofing',
    'session',
  ] as const)
    expect(await rowsOf(store, table), table).toEqual([])
  expect((await rowsOf(store, 'idempotency')).map(({ key }) => key)).toEqual(['key'])
  expect(await rowsOf(store, 'epoch')).toEqual([
    { id: 'next', began_at: AT, first_list: (AT - Date.UTC(2020, 0, 1)) / 1000 },
  ])
  const lists = (await rowsOf(store, 'status_list')).map(({ list, change_no }) => [list, change_no])
  expect(lists.sort()).toEqual([
    [1, 5],
    [2, 6],
  ])
  const tokens = (await rowsOf(store, 'token')).map(({ token, listed }) => [token, listed])
  expect(tokens.sort()).toEqual([
    ['t', 'revoked'],
    ['u', 'usable'],
  ])
  const link = { chain: 'restore/next', ordinal: 1, at: AT, kind: 'restored', reference: 'next' }
  expect(await rowsOf(store, 'audit')).toMatchObject([
    { ...link, digest: expect.stringMatching(/^[\w-]{43}$/) },
  ])
})

test('an epoch that closes nothing says so', async ({ store }) => {
  await store.transact((tx) => beginEpoch(tx, 'next', AT + 999))
  expect(await rowsOf(store, 'audit')).toMatchObject([{ digest: null }])
  expect(await store.read(firstListOf)).toBe((AT - Date.UTC(2020, 0, 1)) / 1000)
})

test('an assertion is used once by its client', async ({ store }) => {
  const use = (client_id: string, jti: string) =>
    store.transact((tx) => useAssertion(tx, { client_id, jti, expires_at: 1 }))
  expect([await use('c', 'j'), await use('c', 'j'), await use('d', 'j'), await use('c', 'k')]).toEqual([
    true,
    false,
    true,
    true,
  ])
})

test('what has expired is dropped of every kind, in slices', async ({ store }) => {
  const due = [9, 10, 11].map((expires_at) => ({ id: `${expires_at}`, expires_at }))
  await put(store, {
    session: due.map((one) => ({ ...one, secret_hash: one.id })),
    challenge: due.map(({ id, expires_at }) => ({ challenge: id, session_id: id, expires_at })),
    proofing: due.map((one) => ({ ...one, state_hash: one.id, secret_hash: one.id, session_id: one.id })),
    assertion: due.map(({ id, expires_at }) => ({ jti: id, expires_at })),
  })
  const purge = (limit: number) => store.transact((tx) => purgeExpired(tx, 10, limit))
  expect([await purge(2), await purge(2)]).toEqual([true, false])
  for (const table of ['session', 'challenge', 'proofing', 'assertion'] as const)
    expect(
      (await rowsOf(store, table)).map(({ expires_at }) => expires_at),
      table,
    ).toEqual([11])
})

test('an error is passed over only where the store cannot be written', () => {
  expect(unlessUnwritable(new StoreUnavailable(''))).toBeUndefined()
  expect(unlessUnwritable(new StoreFull(''))).toBeUndefined()
  expect(() => unlessUnwritable(new Error('other'))).toThrow('other')
})

test('what a store holds is told by its newest events, its chains and its lists', async ({ store }) => {
  await put(store, {
    feed: [{ seq: 2 }, { database_id: 'empty' }],
    event: [
      { seq: 1, jti: '1', token: '1' },
      { seq: 2, jti: '2', token: '2' },
    ],
    audit_chain: [{ ordinal: 4 }, { chain: 'other', ordinal: 9 }],
    status_list: [{ change_no: 7 }, { list: 2, purpose: 'industry', change_no: 8 }],
  })
  const [one, two] = [1, 2].map((seq) => ({ database_id: 'a', seq, jti: `${seq}` }))
  expect(await store.read(newestEvents)).toEqual([two])
  const missing = (...events: { database_id: string; seq: number; jti: string }[]) =>
    store.read((db) => missingEvents(db, events))
  const gone = { database_id: 'a', seq: 3, jti: '3' }
  const replaced = { database_id: 'a', seq: 2, jti: 'other' }
  const elsewhere = { database_id: 'b', seq: 1, jti: '1' }
  expect(await missing(...[one, two].filter((event) => event !== undefined))).toEqual([])
  expect(await missing(gone, replaced, elsewhere)).toEqual([gone, replaced, elsewhere])
  expect(await missing()).toEqual([])
  const ordinals = (...chains: string[]) => store.read((db) => chainOrdinals(db, chains))
  expect(await ordinals('chain', 'nothing')).toEqual(new Map([['chain', 4]]))
  expect(await ordinals()).toEqual(new Map())
  expect(await store.read(changeNumbers)).toEqual(
    new Map([
      ['/statuslists/a/research/1', 7],
      ['/statuslists/a/industry/2', 8],
    ]),
  )
})

test('the first flag of a setback stays, and none is raised for an epoch that has ended', async ({
  store,
}) => {
  const raise = (reason: string, epoch: string | null) =>
    store.transact((tx) => insertSetback(tx, { reason, noticed_at: 3 }, epoch))
  expect(await store.read(findSetback)).toBeNull()
  await raise('other epoch', 'before')
  expect(await store.read(findSetback)).toBeNull()
  await raise('first', null)
  await raise('second', null)
  expect(await store.read(findSetback)).toEqual({ id: 1, reason: 'first', noticed_at: 3 })
  await store.transact((tx) => beginEpoch(tx, 'next', AT))
  await raise('late', null)
  expect(await store.read(findSetback)).toBeNull()
  await raise('in the epoch', 'next')
  expect(await store.read(findSetback)).toMatchObject({ reason: 'in the epoch' })
})
