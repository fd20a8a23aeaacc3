import { expect } from 'vitest'
import {
  commandKiosk,
  endVisits,
  findCall,
  findKiosk,
  insertCall,
  isInUse,
  openCall,
  stepCall,
  updateKiosk,
} from '../../api/store/people/kiosks.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const UNKNOWN = { muted: 0, command: null, command_no: 0, command_at: 0, seen_at: 0 }

test('a kiosk that was never heard of is silent and without a command', async ({ store }) => {
  expect(await store.read((db) => findKiosk(db, 'one'))).toEqual({ id: 'one', ...UNKNOWN })
  await store.transact((tx) => updateKiosk(tx, 'one', { seen_at: 3 }))
  await store.transact((tx) => updateKiosk(tx, 'one', { muted: 1 }))
  await store.transact((tx) => updateKiosk(tx, 'other', { seen_at: 4 }))
  expect(await store.read((db) => findKiosk(db, 'one'))).toEqual({
    id: 'one',
    ...UNKNOWN,
    seen_at: 3,
    muted: 1,
  })
})

test('each command of a kiosk has the next number', async ({ store }) => {
  const command = (name: 'start' | 'end', at: number) =>
    store.transact((tx) => commandKiosk(tx, 'one', name, at))
  await command('start', 5)
  expect(await store.read((db) => findKiosk(db, 'one'))).toEqual({
    id: 'one',
    ...UNKNOWN,
    command: 'start',
    command_no: 1,
    command_at: 5,
  })
  await store.transact((tx) => commandKiosk(tx, 'other', 'start', 1))
  await command('end', 6)
  expect(await store.read((db) => findKiosk(db, 'one'))).toMatchObject({
    command: 'end',
    command_no: 2,
    command_at: 6,
  })
})

test('a kiosk has one open call, which is taken once and closed once', async ({ store }) => {
  const call = (id: string, called_at: number) =>
    store.transact((tx) => insertCall(tx, { id, kiosk_id: 'one', called_at }))
  const step = (name: 'taken' | 'closed', at: number) =>
    store.transact((tx) => stepCall(tx, 'first', name, at))
  const open = () => store.read((db) => openCall(db, 'one'))
  expect(await open()).toBeNull()
  await call('first', 1)
  await call('second', 2)
  const first = { id: 'first', kiosk_id: 'one', called_at: 1, taken_at: null, closed_at: null }
  expect(await open()).toEqual(first)
  await step('taken', 3)
  await step('taken', 4)
  expect(await open()).toEqual({ ...first, taken_at: 3 })
  await step('closed', 5)
  await step('closed', 6)
  expect(await open()).toBeNull()
  expect(await store.read((db) => findCall(db, 'first'))).toEqual({ ...first, taken_at: 3, closed_at: 5 })
  expect(await store.read((db) => findCall(db, 'second'))).toBeNull()
  await call('third', 7)
  expect(await open()).toMatchObject({ id: 'third' })
  expect(await store.read((db) => openCall(db, 'other'))).toBeNull()
})

test('a kiosk is in use while one of its visits was seen, and its visits alone end with it', async ({
  store,
}) => {
  const visit = (id: string, kiosk_id: string | null, last_seen_at: number) => ({
    id,
    secret_hash: id,
    kiosk_id,
    last_seen_at,
  })
  await put(store, {
    session: [visit('a', 'one', 10), visit('b', 'one', 20), visit('c', 'other', 30), visit('d', null, 40)],
    challenge: [{ session_id: 'b' }, { challenge: 'other', session_id: 'c' }],
    proofing: [{ session_id: 'a' }],
  })
  const used = (since: number) => store.read((db) => isInUse(db, 'one', since))
  expect([await used(19), await used(20)]).toEqual([true, false])
  await store.transact((tx) => endVisits(tx, 'one'))
  expect((await rowsOf(store, 'session')).map(({ id }) => id).sort()).toEqual(['c', 'd'])
  expect((await rowsOf(store, 'challenge')).map(({ session_id }) => session_id)).toEqual(['c'])
  expect(await rowsOf(store, 'proofing')).toEqual([])
})
