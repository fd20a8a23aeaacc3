import { expect } from 'vitest'
import {
  claimPush,
  deleteSubscriptions,
  deleteSubscriptionsOf,
  duePeople,
  hasSubscription,
  noteLooked,
  notePushes,
  storeSubscription,
  watchedBefore,
} from '../../api/store/people/pushes.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const PEOPLE = {
  patient: [{}, { id: 'q', subject: 'other', user_handle: 'v' }],
  passkey: [{}, { id: 'k2' }, { id: 'of q', patient_id: 'q' }],
}
const person = async (store: Store, id = 'p') =>
  (await rowsOf(store, 'push_person')).find(({ patient_id }) => patient_id === id)
const ids = async (store: Store) => (await rowsOf(store, 'push_subscription')).map(({ id }) => id).sort()
const watched = (store: Store, ...subscriptions: object[]) =>
  put(store, { ...PEOPLE, push_person: [{}, { patient_id: 'q' }], push_subscription: subscriptions })

test('a subscription is stored for a person, whose news count from then on', async ({ store }) => {
  await put(store, PEOPLE)
  const subscribe = (id: string, now: number, change: object = {}) =>
    store.transact((tx) =>
      storeSubscription(
        tx,
        { id, patient_id: 'p', session_id: 'n', passkey_id: 'k', sealed: 'sealed', ...change },
        now,
        2,
      ),
    )
  await subscribe('a', 5)
  const kept = { patient_id: 'p', session_id: 'n', passkey_id: 'k', sealed: 'sealed' }
  expect(await rowsOf(store, 'push_subscription')).toEqual([
    { id: 'a', ...kept, told: 0, tries: 0, created_at: 5 },
  ])
  const fresh = { patient_id: 'p', looked_until: 5, news: 0, due_at: null, sent_at: 0 }
  expect(await person(store)).toEqual(fresh)

  await store.transact((tx) => tx.updateTable('push_person').set({ news: 3 }).execute())
  await subscribe('a', 6, { session_id: 'other', sealed: 'again' })
  expect(await rowsOf(store, 'push_subscription'), 'known already').toEqual([
    { id: 'a', ...kept, session_id: 'other', sealed: 'again', told: 0, tries: 0, created_at: 5 },
  ])
  await subscribe('b', 7)
  expect(await person(store)).toEqual({ ...fresh, news: 3 })
  expect((await rowsOf(store, 'push_subscription')).find(({ id }) => id === 'b')).toMatchObject({
    told: 3,
    created_at: 7,
  })
  await subscribe('c', 8)
  expect(await ids(store), 'the oldest of too many goes').toEqual(['b', 'c'])

  await subscribe('c', 9, { patient_id: 'q', passkey_id: 'of q' })
  expect((await rowsOf(store, 'push_subscription')).map((row) => [row.id, row.patient_id]).sort()).toEqual([
    ['b', 'p'],
    ['c', 'q'],
  ])
  await subscribe('b', 10, { patient_id: 'q', passkey_id: 'of q' })
  expect(await person(store), 'of a person without a subscription nothing is kept').toBeUndefined()
})

test('a session is known to have stored a subscription', async ({ store }) => {
  await watched(store, {})
  const has = (session: string) => store.read((db) => hasSubscription(db, session))
  expect([await has('n'), await has('other')]).toEqual([true, false])
})

test('subscriptions are deleted by session, by passkey, and of all other sessions of a person', async ({
  store,
}) => {
  const one = (id: string, session_id: string, passkey_id = 'k') => ({ id, session_id, passkey_id })
  await watched(store, one('a', 's1'), one('b', 's2'), one('c', 's3', 'k2'), one('d', 's4'), {
    id: 'e',
    patient_id: 'q',
    session_id: 's5',
    passkey_id: 'of q',
  })
  const of = (what: Parameters<typeof deleteSubscriptionsOf>[1]) =>
    store.transact((tx) => deleteSubscriptionsOf(tx, what))
  await of({ session_id: 's1' })
  expect(await ids(store)).toEqual(['b', 'c', 'd', 'e'])
  await of({ patient_id: 'p', passkey_id: 'k2' })
  expect(await ids(store)).toEqual(['b', 'd', 'e'])
  await of({ patient_id: 'p', keep: 's2' })
  expect(await ids(store)).toEqual(['b', 'e'])
  expect(await person(store)).toBeDefined()
  await of({ session_id: 'nothing' })
  await store.transact((tx) => deleteSubscriptions(tx, ['nothing']))
  expect(await ids(store)).toEqual(['b', 'e'])
  await store.transact((tx) => deleteSubscriptions(tx, ['b']))
  expect([await person(store), await person(store, 'q')]).toMatchObject([undefined, { patient_id: 'q' }])
})

test('people are looked at in turn, and news wait from the first on', async ({ store }) => {
  await put(store, { ...PEOPLE, push_person: [{ looked_until: 9 }, { patient_id: 'q', looked_until: 5 }] })
  const before = async (time: number, limit = 9) =>
    (await store.read((db) => watchedBefore(db, time, limit))).map(({ subject }) => subject)
  expect([await before(10), await before(9), await before(10, 1)]).toEqual([
    ['other', 's'],
    ['other'],
    ['other'],
  ])

  expect(await store.read((db) => watchedBefore(db, 6, 1))).toEqual([
    { patient_id: 'q', looked_until: 5, news: 0, due_at: null, sent_at: 0, subject: 'other' },
  ])

  const look = async (until: number, due_at: number | null) => {
    const row = (await person(store)) ?? expect.fail('nobody')
    const note = () => store.transact((tx) => noteLooked(tx, row, { until, due_at }))
    await note()
    await note()
    return person(store)
  }
  expect(await look(20, null)).toMatchObject({ looked_until: 20, news: 0, due_at: null })
  expect(await look(30, 100), 'of two processes one notes it').toMatchObject({ news: 1, due_at: 100 })
  expect(await look(40, 200), 'a push that waits keeps its time').toMatchObject({ news: 2, due_at: 100 })
  expect(await person(store, 'q')).toMatchObject({ looked_until: 5, news: 0 })
})

test('a push that is due is claimed once, for the devices that were not told', async ({ store }) => {
  await put(store, {
    ...PEOPLE,
    push_person: [
      { news: 2, due_at: 10 },
      { patient_id: 'q', news: 1, due_at: 8 },
    ],
    push_subscription: [
      { id: 'told', told: 2 },
      { id: 'behind', told: 1 },
      { id: 'of q', patient_id: 'q', passkey_id: 'of q' },
    ],
  })
  const due = async (now: number, limit = 9) =>
    (await store.read((db) => duePeople(db, now, limit))).map(({ patient_id }) => patient_id)
  expect([await due(7), await due(8), await due(10), await due(10, 1)]).toEqual([
    [],
    ['q'],
    ['q', 'p'],
    ['q'],
  ])
  const row = (await person(store)) ?? expect.fail('nobody')
  const claim = () => store.transact((tx) => claimPush(tx, row, { at: 11, again_at: 50 }))
  const behind = (await rowsOf(store, 'push_subscription')).filter(({ id }) => id === 'behind')
  expect(await claim()).toEqual(behind)
  expect(await person(store)).toMatchObject({ due_at: 50, sent_at: 11 })
  expect(await claim()).toBeNull()
})

test('a push waits until every device was told of all news, or is gone', async ({ store }) => {
  await put(store, {
    ...PEOPLE,
    push_person: [
      { news: 2, due_at: 10 },
      { patient_id: 'q', news: 1, due_at: 10 },
    ],
    push_subscription: [
      { id: 'a', tries: 1 },
      { id: 'b', tries: 1 },
      { id: 'c' },
      { id: 'of q', patient_id: 'q', passkey_id: 'of q', told: 1 },
    ],
  })
  const none = { told: [], failed: [], gone: [] }
  const note = (how: Partial<Record<keyof typeof none, string[]>>) =>
    store.transact((tx) => notePushes(tx, { patient_id: 'p', news: 2 }, { ...none, ...how }))
  await note({ told: ['a'], failed: ['b'], gone: ['c'] })
  const devices = (await rowsOf(store, 'push_subscription')).map(({ id, told, tries }) => [id, told, tries])
  expect(devices.sort()).toEqual([
    ['a', 2, 0],
    ['b', 0, 2],
    ['of q', 1, 0],
  ])
  expect(await person(store)).toMatchObject({ due_at: 10 })
  await note({ told: ['b'] })
  expect(await person(store)).toMatchObject({ due_at: null })
  expect(await person(store, 'q')).toMatchObject({ due_at: 10 })
})
