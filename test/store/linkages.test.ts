import { expect } from 'vitest'
import {
  changeListed,
  changeStates,
  dropHidden,
  hiddenWaiting,
  insertLinkages,
  insertTokens,
  linkagesByToken,
  linkagesOf,
  linkagesOfMany,
  markRemoved,
  openWaiting,
  openWithStop,
  setListed,
  tokenTold,
  updateLinkage,
} from '../../api/store/records/linkages.ts'
import { ownLinkages } from '../../api/store/records/own-linkages.ts'
import type { LinkageRow, TokenRow } from '../../api/store/records/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { linked, put, rowsOf } from '../support/rows.ts'

const A = { database_id: 'a', purpose: 'research' } as const
const names = (rows: { token: string }[]) => rows.map(({ token }) => token)
const tokens = async (store: Store) =>
  new Map((await rowsOf(store, 'token')).toSorted((a, b) => a.idx - b.idx).map((row) => [row.token, row]))

/** A linkage with a token that the holder knows, and a newer one that it does not know yet. */
const renewed = (id: string, change: Partial<LinkageRow> = {}, idx = 0) => ({
  linkage: [{ id, generation: 2, ...change }],
  token: [
    { token: `old ${id}`, linkage_id: id, idx, state: 'revoked' as const, listed: 'revoked' as const },
    { token: `new ${id}`, linkage_id: id, idx: idx + 1, generation: 2, listed: 'hidden' as const },
  ],
})

test('a person sees the current token of each linkage, a holder the one that it was told', async ({
  store,
}) => {
  await put(store, renewed('l', { registered_at: 5 }))
  await put(store, renewed('m', { purpose: 'industry', registered_at: 3 }, 10))
  await put(store, renewed('removed', { database_id: 'c', removed_at: 1 }, 20))
  await put(store, renewed('of another', { subject: 'other' }, 30))
  const own = await store.read((db) => linkagesOf(db, 's'))
  expect(names(own)).toEqual(['new m', 'new l'])
  expect(own[1]).toMatchObject({
    id: 'l',
    subject: 's',
    list: 1,
    idx: 1,
    state: 'usable',
    listed: 'hidden',
    usable_from: null,
    changed_at: 0,
  })
  expect(await store.read((db) => tokenTold(db, { id: 'l', told: 1 }))).toBe('old l')
  expect(await store.read((db) => tokenTold(db, { id: 'l', told: 2 }))).toBe('new l')
  const many = await store.read((db) => linkagesOfMany(db, { ...A, subjects: ['s', 'other'] }))
  expect(names(many).sort()).toEqual(['old l', 'old of another'])
  const byToken = (...some: string[]) => store.read((db) => linkagesByToken(db, 'a', some))
  const found = await byToken('old l', 'new m', 'old removed', 'nothing')
  expect(names(found)).toEqual(['old l'])
  expect(found[0]).toMatchObject({ id: 'l', generation: 2, told: 1 })
})

test('a holder reads its own linkages by list and index, without those it took back', async ({ store }) => {
  await put(
    store,
    linked(
      { token: 'd', purpose: 'research', list: 2, idx: 0 },
      { token: 'c', purpose: 'research', idx: 9 },
      { token: 'b', purpose: 'research', idx: 3 },
      { token: 'a', purpose: 'industry', idx: 7, usable_from: '2026-02-01' },
      { token: 'of another', database_id: 'b' },
    ),
  )
  await put(store, renewed('l', { notified_on: '2026-01-01', subject: 'renewed' }, 20))
  await put(store, renewed('removed', { subject: 'removed', removed_at: 1 }, 30))
  const slice = (after: Parameters<typeof ownLinkages>[2], limit = 9) =>
    store.read((db) => ownLinkages(db, 'a', after, limit))
  const all = await slice(null)
  expect(names(all)).toEqual(['a', 'b', 'c', 'old l', 'd'])
  expect([all[0], all[3]]).toEqual([
    {
      token: 'a',
      purpose: 'industry',
      list: 1,
      idx: 7,
      listed: 'usable',
      usable_from: '2026-02-01',
      notified_on: null,
    },
    {
      token: 'old l',
      purpose: 'research',
      list: 1,
      idx: 20,
      listed: 'revoked',
      usable_from: null,
      notified_on: '2026-01-01',
    },
  ])
  expect(names(await slice(null, 2))).toEqual(['a', 'b'])
  expect(names(await slice({ purpose: 'research', list: 1, idx: 3 }, 2))).toEqual(['c', 'old l'])
})

test('open linkages of people who have ever stopped anything are found in slices', async ({ store }) => {
  const one = (token: string, change: Partial<TokenRow> = {}) => ({ token, ...change })
  await put(
    store,
    linked(
      one('1'),
      one('2', { state: 'waiting' }),
      one('3'),
      one('4', { state: 'revoked' }),
      one('5', { purpose: 'industry' }),
      one('6'),
      one('7'),
    ),
  )
  await store.transact((tx) => markRemoved(tx, ['linkage of 6'], 3))
  const decision = (n: string, choice: 'stop' | 'allow') => ({
    id: n,
    receipt_number: n,
    subject: `subject of ${n}`,
    choice,
  })
  await put(store, {
    decision: [...['1', '2', '4', '5', '6', '7'].map((n) => decision(n, 'stop')), decision('3', 'allow')],
  })
  const found = async (after: string, limit: number, only?: string[]) =>
    names(await store.read((db) => openWithStop(db, { ...A, after, limit, ...(only && { only }) })))
  expect(await found('', 9)).toEqual(['1', '2', '7'])
  expect(await found('', 2)).toEqual(['1', '2'])
  expect(await found('linkage of 1', 9)).toEqual(['2', '7'])
  expect(await found('', 9, ['linkage of 7', 'linkage of 3'])).toEqual(['7'])
  const removed = (await rowsOf(store, 'linkage')).filter(({ removed_at }) => removed_at !== null)
  expect(removed.map(({ id, removed_at }) => [id, removed_at])).toEqual([['linkage of 6', 3]])
})

test('linkages and tokens are stored and changed as they are given', async ({ store }) => {
  await put(store, linked({ token: 't' }, { token: 'u' }))
  const [linkage] = await rowsOf(store, 'linkage')
  const [token] = await rowsOf(store, 'token')
  await store.transact(async (tx) => {
    await insertLinkages(tx, [{ ...(linkage as LinkageRow), id: 'new', subject: 'new' }])
    await insertTokens(tx, [{ ...(token as TokenRow), token: 'v', linkage_id: 'new', idx: 7 }])
    await updateLinkage(tx, 'new', { generation: 4 })
  })
  expect((await rowsOf(store, 'linkage')).map(({ id, generation }) => [id, generation]).sort()).toEqual([
    ['linkage of t', 1],
    ['linkage of u', 1],
    ['new', 4],
  ])
  expect((await tokens(store)).get('v')).toMatchObject({ linkage_id: 'new', idx: 7 })
})

test('a state changes only from those named, and what was told as revoked stays so', async ({ store }) => {
  await put(store, {
    ...linked(
      { token: 'usable' },
      { token: 'waiting', state: 'waiting', listed: 'waiting' },
      { token: 'revoked', state: 'revoked', listed: 'revoked' },
      { token: 'other', list: 2 },
    ),
    status_list: [{ change_no: 4 }, { list: 2, change_no: 8 }],
  })
  const all = ['usable', 'waiting', 'revoked']
  await store.transact((tx) => changeStates(tx, [], { state: 'removed' }, ['usable']))
  await store.transact((tx) => changeStates(tx, all, { state: 'removed', changed_at: 9 }, ['usable']))
  const states = async () => [...(await tokens(store)).values()].map((row) => [row.state, row.changed_at])
  expect(await states()).toEqual([
    ['removed', 9],
    ['waiting', 0],
    ['revoked', 0],
    ['usable', 0],
  ])
  await store.transact((tx) => changeListed(tx, [], { listed: 'removed' }))
  const of = all.map((token) => ({ ...A, list: 1, token }))
  await store.transact((tx) => changeListed(tx, of, { listed: 'removed', usable_from: '2026-03-01' }))
  const listed = async () =>
    [...(await tokens(store)).values()].map((row) => [row.listed, row.change_no, row.usable_from])
  expect(await listed()).toEqual([
    ['removed', 5, '2026-03-01'],
    ['removed', 5, '2026-03-01'],
    ['revoked', 1, null],
    ['usable', 1, null],
  ])
  expect((await rowsOf(store, 'status_list')).map(({ change_no }) => change_no).sort()).toEqual([5, 8])
  await store.transact((tx) => setListed(tx, ['other'], { listed: 'waiting' }))
  expect((await listed())[3]).toEqual(['waiting', 8, null])
})

test('what a linkage has not told its holder yet is dropped with it', async ({ store }) => {
  await put(store, renewed('l'))
  await put(store, renewed('m', { subject: 'other' }, 10))
  await put(store, { linkage: [{ id: 'told', subject: 'told' }], token: [{ linkage_id: 'told', idx: 30 }] })
  await put(store, {
    outbox: [
      { id: '1', token: 'new l', kind: 'create' },
      { id: '2', token: 'new l' },
      { id: '3', token: 'old l' },
      { id: '4', token: 'new m' },
    ],
  })
  const drop = (...ids: string[]) => store.transact((tx) => dropHidden(tx, ids, 7))
  await store.transact((tx) =>
    tx.updateTable('token').set({ state: 'waiting' }).where('token', '=', 'new l').execute(),
  )
  await drop('told')
  await drop('l', 'told')
  expect((await rowsOf(store, 'outbox')).map(({ id }) => id).sort()).toEqual(['3', '4'])
  const states = [...(await tokens(store)).values()].map((row) => [row.token, row.state, row.listed])
  expect(states).toEqual([
    ['old l', 'revoked', 'revoked'],
    ['new l', 'removed', 'hidden'],
    ['old m', 'revoked', 'revoked'],
    ['new m', 'usable', 'hidden'],
    ['t', 'usable', 'usable'],
  ])
  expect((await tokens(store)).get('new l')?.changed_at).toBe(7)
})

test('new tokens that wait for their day and that no holder knows are found', async ({ store }) => {
  for (const [i, id] of ['l', 'm', 'n'].entries()) await put(store, renewed(id, { subject: id }, i * 10))
  await store.transact((tx) =>
    tx
      .updateTable('token')
      .set({ state: 'waiting' })
      .where('token', 'in', ['new l', 'old m', 'new n'])
      .execute(),
  )
  const found = (...ids: string[]) => store.read((db) => hiddenWaiting(db, ids))
  expect(await found('l', 'm')).toEqual(['new l'])
})

test('tokens whose day has come are opened, for people and for holders, in slices', async ({ store }) => {
  const waiting = { state: 'waiting', listed: 'waiting', usable_from: '2026-01-02' } as const
  await put(store, {
    ...linked(
      { token: 'both', ...waiting },
      { token: 'hidden', ...waiting, listed: 'hidden' },
      { token: 'stopped', ...waiting, state: 'revoked' },
      { token: 'later', ...waiting, usable_from: '2026-01-03' },
    ),
    status_list: [{ change_no: 4 }],
  })
  const open = (today: string, limit: number) => store.transact((tx) => openWaiting(tx, today, 9, limit))
  expect(await open('2026-01-01', 9)).toBe(false)
  expect(await open('2026-01-02', 3)).toBe(false)
  const all = await tokens(store)
  expect(
    ['both', 'hidden', 'stopped', 'later'].map((name) => [all.get(name)?.state, all.get(name)?.listed]),
  ).toEqual([
    ['usable', 'usable'],
    ['usable', 'hidden'],
    ['revoked', 'usable'],
    ['waiting', 'waiting'],
  ])
  expect(all.get('both')).toMatchObject({ changed_at: 9, change_no: 5 })
  expect(await open('2026-01-03', 1), 'there may be more').toBe(true)
  expect(await open('2026-01-03', 1)).toBe(false)
  await store.transact((tx) =>
    tx.updateTable('token').set({ state: 'waiting' }).where('token', 'in', ['both', 'hidden']).execute(),
  )
  expect([await open('2026-01-03', 1), await open('2026-01-03', 1), await open('2026-01-03', 1)]).toEqual([
    true,
    true,
    false,
  ])
})
