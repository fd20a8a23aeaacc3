import { expect } from 'vitest'
import { openedOf, stopsOf } from '../../api/store/records/stops.ts'
import { test } from '../support/bare-store.ts'
import { put } from '../support/rows.ts'

const LINKAGE = { id: 'l', subject: 's' }
const of = (generation: number, more: object = {}) => ({
  token: `t${generation}`,
  linkage_id: 'l',
  generation,
  idx: generation,
  ...more,
})
const decision = (ordinal: number, choice: 'stop' | 'allow') => ({
  id: `d${ordinal}`,
  subject: 's',
  ordinal,
  choice,
  recorded_at: 100 * ordinal,
  receipt_number: `r${ordinal}`,
})

test('tokens of a linkage are opened by the decision of their change, or by the one that minted them', async ({
  store,
}) => {
  await put(store, {
    linkage: [LINKAGE],
    decision: [decision(1, 'stop'), decision(2, 'allow'), decision(3, 'allow'), decision(4, 'allow')],
    token: [
      of(1, { state: 'revoked', listed: 'revoked', changed_at: 100, minted_by: 'batch' }),
      of(2, { state: 'revoked', listed: 'revoked', changed_at: 250 }),
      of(3, { state: 'revoked', listed: 'hidden', changed_at: 350, minted_by: 'd3' }),
      of(4, { listed: 'hidden' }),
    ],
    event: [{ token: 't2', kind: 'create', ordinal: 2, recorded_at: 201, published_at: 205, jti: 'j' }],
    outbox: [{ token: 't4', kind: 'create', ordinal: 4, recorded_at: 401 }],
  })
  const [opened, stops] = await store.read(async (db) => [
    await openedOf(db, ['l', 'none']),
    await stopsOf(db, 'linkage_id', ['l']),
  ])
  expect(opened.map(({ token, opened_at, open_told_at }) => [token, opened_at, open_told_at])).toEqual([
    ['t1', null, null],
    ['t2', 200, 205],
    ['t3', 300, null],
    ['t4', 400, null],
  ])
  expect(stops.map(({ token, decided_at }) => [token, decided_at]).toSorted()).toEqual([
    ['t1', 100],
    ['t2', 250],
    ['t3', 350],
  ])
  expect(await store.read((db) => openedOf(db, []))).toEqual([])
})
