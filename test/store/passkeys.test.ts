import { expect } from 'vitest'
import {
  knownUntil,
  newsFor,
  noteKnown,
  removalsFor,
  removedPasskeysOf,
} from '../../api/store/people/passkey-news.ts'
import {
  findPasskey,
  findRemovedPasskey,
  insertPasskey,
  passkeysOf,
  removePasskey,
  renamePasskey,
  touchPasskey,
  wasRemoved,
} from '../../api/store/people/passkeys.ts'
import { findPatient, findPatientBySubject, insertPatient } from '../../api/store/people/patients.ts'
import type { PasskeyRow } from '../../api/store/people/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { put, rowsOf } from '../support/rows.ts'

const PATIENTS = [{}, { id: 'q', subject: 'other', user_handle: 'v' }]
const passkeys = async (store: Store) => new Map((await rowsOf(store, 'passkey')).map((row) => [row.id, row]))
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)

test('a person is found by id and by subject', async ({ store }) => {
  const patient = { id: 'p', subject: 's', user_handle: 'u', created_at: 1, under_age: 0 }
  await store.transact((tx) => insertPatient(tx, patient))
  const found = (id: string) => store.read((db) => findPatient(db, id))
  const bySubject = (subject: string) => store.read((db) => findPatientBySubject(db, subject))
  expect([await found('p'), await found('s')]).toEqual([patient, null])
  expect([await bySubject('s'), await bySubject('p')]).toEqual([patient, null])
})

test('a credential id is taken once, by whomever', async ({ store }) => {
  await put(store, { patient: PATIENTS, passkey: [{ created_at: 2 }] })
  const [row] = await rowsOf(store, 'passkey')
  const insert = (change: Partial<PasskeyRow>) =>
    store.transact((tx) => insertPasskey(tx, { ...(row as PasskeyRow), ...change }))
  expect([await insert({ patient_id: 'q' }), await insert({ id: 'new', created_at: 1 })]).toEqual([
    false,
    true,
  ])
  expect(ids(await store.read((db) => passkeysOf(db, 'p')))).toEqual(['new', 'k'])
  expect(await store.read((db) => passkeysOf(db, 'q'))).toEqual([])
})

test('a passkey is verified with its key, its counter and its owner', async ({ store }) => {
  await put(store, { patient: PATIENTS, passkey: [{ counter: 7 }, { id: 'synced', backup_eligible: 1 }] })
  const find = (id: string) => store.read((db) => findPasskey(db, id))
  expect(await find('k')).toEqual({
    id: 'k',
    public_key: '{}',
    counter: 7,
    transports: ['internal'],
    backup_eligible: false,
    user_handle: 'u',
    patient: { id: 'p', subject: 's', user_handle: 'u', created_at: 0, under_age: 0 },
  })
  expect(await find('synced')).toMatchObject({ backup_eligible: true })
  expect(await find('nothing')).toBeNull()
})

test('a use is noted only while nothing has overtaken what was verified', async ({ store }) => {
  await put(store, {
    patient: PATIENTS,
    passkey: [{ counter: 7 }, { id: 'synced', counter: 7, backup_eligible: 1 }],
  })
  const verified = { id: 'k', patient_id: 'p', public_key: '{}', counter: 5 }
  const touch = (change: Partial<typeof verified>, counter: number, backed_up = false) =>
    store.transact((tx) => touchPasskey(tx, { ...verified, ...change }, { counter, backed_up, at: 9 }))
  expect(await touch({}, 7), 'the counter has reached it meanwhile').toBe(false)
  expect(await touch({ patient_id: 'q' }, 8)).toBe(false)
  expect(await touch({ public_key: 'other' }, 8)).toBe(false)
  expect(await touch({ id: 'gone' }, 8)).toBe(false)
  expect((await passkeys(store)).get('k')).toMatchObject({ counter: 7, last_used_at: 0 })
  expect(await touch({}, 8, true)).toBe(true)
  expect((await passkeys(store)).get('k')).toMatchObject({ counter: 8, backed_up: 1, last_used_at: 9 })
  expect(await touch({ counter: 8 }, 0), 'as it was verified').toBe(true)
  expect((await passkeys(store)).get('k')).toMatchObject({ counter: 0, backed_up: 0 })
  expect(await touch({ id: 'synced' }, 1), 'a synced one counts on each device').toBe(true)
  expect((await passkeys(store)).get('synced')).toMatchObject({ counter: 1 })
})

test('a passkey is renamed and removed alone, and never comes back', async ({ store }) => {
  await put(store, { patient: PATIENTS, passkey: [{ created_at: 3, backup_eligible: 1 }, { id: 'other' }] })
  await store.transact((tx) => renamePasskey(tx, 'k', 'phone'))
  const row = (await passkeys(store)).get('k')
  expect([row?.name, (await passkeys(store)).get('other')?.name]).toEqual(['phone', null])
  const removed = (id: string) => store.read((db) => wasRemoved(db, id))
  const findRemoved = () => store.read((db) => findRemovedPasskey(db, 'k'))
  expect([await removed('k'), await findRemoved()]).toEqual([false, null])
  await store.transact((tx) => removePasskey(tx, row ?? expect.fail('no passkey'), 'other', 8))
  expect([await removed('k'), await removed('other')]).toEqual([true, false])
  expect([...(await passkeys(store)).keys()]).toEqual(['other'])
  expect(await rowsOf(store, 'removed_passkey')).toEqual([
    {
      id: 'k',
      patient_id: 'p',
      name: 'phone',
      created_at: 3,
      removed_at: 8,
      removed_by: 'other',
      public_key: '{}',
      transports: '["internal"]',
      backup_eligible: 1,
    },
  ])
  expect(await findRemoved()).toEqual({
    id: 'k',
    public_key: '{}',
    user_handle: 'u',
    removed_at: 8,
    transports: ['internal'],
    counter: 0,
    backup_eligible: true,
  })
})

test('a passkey that was removed before its key was kept is not verified', async ({ store }) => {
  await put(store, {
    patient: PATIENTS,
    removed_passkey: [
      { public_key: null },
      { id: 'without transports', transports: null, backup_eligible: null },
    ],
  })
  const find = (id: string) => store.read((db) => findRemovedPasskey(db, id))
  expect(await find('r')).toBeNull()
  expect(await find('without transports')).toMatchObject({ transports: [], backup_eligible: false })
})

test('of many removals those by another passkey are reported first, and of these the long-lived ones', async ({
  store,
}) => {
  const MOST = 50
  await put(store, {
    patient: PATIENTS,
    removed_passkey: [
      ...Array.from({ length: MOST }, (_, i) => ({
        id: `itself ${i}`,
        removed_by: `itself ${i}`,
        removed_at: 1000 + i,
      })),
      { id: 'by another', removed_by: 'k', removed_at: 10, created_at: 9 },
      { id: 'by nobody known', removed_at: 20, created_at: 18 },
      { id: 'of another person', patient_id: 'q', removed_by: 'k' },
    ],
  })
  const reported = ids(await store.read((db) => removedPasskeysOf(db, 'p')))
  expect(reported).toHaveLength(MOST)
  expect(reported.slice(-2), 'the newest first').toEqual(['by nobody known', 'by another'])
  expect(reported[0]).toBe(`itself ${MOST - 1}`)
  expect(reported).not.toContain('itself 0')
})

test('news of a passkey are those of its account that it did not make and has not acknowledged', async ({
  store,
}) => {
  await put(store, {
    patient: PATIENTS,
    passkey: [
      { known_until: 10 },
      { id: 'recovered', unannounced: 1, created_at: 30 },
      { id: 'recovered before', unannounced: 1, created_at: 20 },
      { id: 'acknowledged', unannounced: 1, created_at: 10 },
      { id: 'added', created_at: 40 },
      { id: 'of another', patient_id: 'q', unannounced: 1, created_at: 50 },
    ],
    removed_passkey: [
      { id: 'by another', removed_by: 'added', removed_at: 26 },
      { id: 'by nobody known', removed_at: 25 },
      { id: 'by itself', removed_by: 'k', removed_at: 27 },
      { id: 'known', removed_by: 'added', removed_at: 10 },
      { id: 'of another person', patient_id: 'q', removed_by: 'added', removed_at: 28 },
    ],
  })
  const news = async (id: string | null) => ids(await store.read((db) => newsFor(db, id)))
  const removals = async (id: string | null) => ids(await store.read((db) => removalsFor(db, id)))
  expect(await news('k')).toEqual(['recovered before', 'recovered'])
  expect(await news('recovered'), 'not of itself').toEqual(['acknowledged', 'recovered before'])
  expect(await removals('k')).toEqual(['by nobody known', 'by another'])
  expect([await news(null), await removals(null)]).toEqual([[], []])

  const until = (now: number) => store.read((db) => knownUntil(db, 'k', now))
  expect([await until(100), await until(15)]).toEqual([19, 15])
  const note = (at: number) => store.transact((tx) => noteKnown(tx, 'k', at))
  await note(22)
  await note(21)
  expect((await passkeys(store)).get('k')?.known_until).toBe(22)
  expect((await passkeys(store)).get('added')?.known_until).toBe(0)
  expect(await until(100), 'the oldest removal').toBe(24)
  await note(50)
  expect([await news('k'), await removals('k'), await until(100)]).toEqual([[], [], 100])
})
