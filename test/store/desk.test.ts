import { describe, expect } from 'vitest'
import {
  endEntry,
  entriesById,
  entryOfForm,
  findEntry,
  insertEntry,
  lateForms,
  lockEntry,
  openEntries,
  waitingForms,
} from '../../api/store/desk/entries.ts'
import type { DeskEntryRow, DeskStaffRow } from '../../api/store/desk/rows.ts'
import {
  deleteDeskSessionsOf,
  findDeskSession,
  insertDeskSession,
  lockDeskSession,
  updateDeskSession,
} from '../../api/store/desk/sessions.ts'
import {
  allStaff,
  insertStaff,
  isTaken,
  lockInvited,
  lockLive,
  lockStaff,
  namesOf,
  staffByCredential,
  staffById,
  updateStaff,
} from '../../api/store/desk/staff.ts'
import { purgeExpired } from '../../api/store/expired.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { rowsOf } from '../support/rows.ts'

const staff = (id: string, change: Partial<DeskStaffRow> = {}): DeskStaffRow => ({
  id,
  desk: 'hall',
  name: id,
  invite_hash: null,
  invited_at: 1,
  invite_until: 10,
  user_handle: `handle of ${id}`,
  credential_id: `key of ${id}`,
  public_key: 'cose',
  transports: '[]',
  counter: 0,
  registered_at: 2,
  blocked_at: null,
  ...change,
})
const entry = (id: string, change: Partial<DeskEntryRow> = {}): DeskEntryRow => ({
  id,
  form: `form ${id}`,
  version: 'ja-1',
  desk: 'hall',
  subject: 's',
  sealed_hash: `sealed ${id}`,
  entry: '{}',
  assertion: '{}',
  entered_by: 'a',
  entered_at: 5,
  state: 'entered',
  ended_by: null,
  ended_at: null,
  reason: null,
  ...change,
})
const hire = (store: Store, ...rows: DeskStaffRow[]) =>
  store.transact(async (tx) => {
    for (const row of rows) await insertStaff(tx, row)
  })
const enter = (store: Store, row: DeskEntryRow) => store.transact((tx) => insertEntry(tx, row))

describe('the staff of a desk', () => {
  const invited = { credential_id: null, public_key: null, transports: null, registered_at: null }

  test('are found by a key that is registered, and locked while it is not blocked', async ({ store }) => {
    const blocked = staff('b', { blocked_at: 3 })
    const rows = [staff('a'), blocked, staff('c', { ...invited, invite_hash: 'hash' })]
    await hire(store, ...rows)
    expect(await store.read(allStaff)).toEqual(rows)
    expect(await store.read((db) => staffByCredential(db, 'key of b'))).toEqual(blocked)
    expect(await store.read((db) => staffByCredential(db, 'key of x'))).toBeNull()
    expect(await store.read((db) => staffById(db, 'a'))).toEqual(staff('a'))
    expect(await store.read((db) => staffById(db, 'c'))).toBeNull()
    const locked = await store.transact((tx) => lockStaff(tx, ['c', 'b', 'a']))
    expect([...locked]).toEqual([['a', staff('a')]])
    const taken = (key: string) => store.transact((tx) => isTaken(tx, key))
    expect([await taken('key of b'), await taken('key of c')]).toEqual([true, false])
    expect(await store.read((db) => namesOf(db, ['a', 'b']))).toEqual(
      new Map([
        ['a', 'a'],
        ['b', 'b'],
      ]),
    )
    expect(await store.read((db) => namesOf(db, []))).toEqual(new Map())
  })

  test('are invited until they register, another invitation comes, or its time is over', async ({
    store,
  }) => {
    await hire(store, staff('a', { ...invited, invite_hash: 'hash' }))
    const of = (hash: string, now: number) =>
      store.transact(async (tx) => (await lockInvited(tx, hash, now))?.id ?? null)
    expect([await of('hash', 9), await of('hash', 10), await of('other', 9)]).toEqual(['a', null, null])
    await store.transact((tx) => updateStaff(tx, 'a', { invite_hash: 'next' }))
    expect([await of('hash', 9), await of('next', 9)]).toEqual([null, 'a'])
    await store.transact((tx) => updateStaff(tx, 'a', { blocked_at: 4 }))
    expect(await of('next', 9)).toBeNull()
  })

  test('have one row at a desk that is not blocked', async ({ store }) => {
    await hire(store, staff('a', { name: 'x', blocked_at: 3 }), staff('b', { name: 'x' }))
    await hire(store, staff('c', { name: 'x', desk: 'ward' }))
    await expect(hire(store, staff('d', { name: 'x' }))).rejects.toThrow()
    const live = await store.transact((tx) => lockLive(tx, { desk: 'hall', name: 'x' }))
    expect(live?.id).toBe('b')
    expect(await store.transact((tx) => lockLive(tx, { desk: 'hall', name: 'y' }))).toBeNull()
  })
})

test('sessions of a desk end with their owner’s key, and with their time', async ({ store }) => {
  const session = (id: string, staff_id: string | null, expires_at = 100) => ({
    id,
    secret_hash: `hash of ${id}`,
    staff_id,
    last_seen_at: 1,
    expires_at,
  })
  await store.transact(async (tx) => {
    for (const one of [session('1', 'a'), session('2', 'b'), session('3', null, 5)])
      await insertDeskSession(tx, one)
    await updateDeskSession(tx, '2', { last_seen_at: 9 })
    const challenge = { challenge: 'c', session_id: '1', purpose: 'desk-enter' as const, payload: '{}' }
    await tx
      .insertInto('challenge')
      .values({ ...challenge, expires_at: 100 })
      .execute()
  })
  expect(await store.read((db) => findDeskSession(db, 'hash of 2'))).toEqual({
    ...session('2', 'b'),
    last_seen_at: 9,
  })
  expect(await store.transact((tx) => lockDeskSession(tx, '1'))).toEqual(session('1', 'a'))
  await store.transact((tx) => deleteDeskSessionsOf(tx, 'a'))
  expect(await rowsOf(store, 'challenge')).toEqual([])
  expect(await store.read((db) => findDeskSession(db, 'hash of 1'))).toBeNull()
  await store.transact((tx) => purgeExpired(tx, 5, 10))
  const left = await store.read((db) => db.selectFrom('desk_session').select('id').execute())
  expect(left).toEqual([{ id: '2' }])
})

describe('an entry', () => {
  test('is the only one of its form, until it was typed wrongly', async ({ store }) => {
    expect(await enter(store, entry('1', { form: 'f' }))).toBe(true)
    expect(await enter(store, entry('2', { form: 'f' }))).toBe(false)
    expect(await enter(store, entry('3', { sealed_hash: 'sealed 1' }))).toBe(false)
    const end = (reason: DeskEntryRow['reason']) =>
      store.transact((tx) => endEntry(tx, '1', { state: 'returned', ended_by: 'b', ended_at: 7, reason }))
    await end('not-signed')
    expect(await enter(store, entry('2', { form: 'f' }))).toBe(false)
    expect((await store.read((db) => entryOfForm(db, 'f')))?.id).toBe('1')
    await end('entered-wrongly')
    expect(await store.read((db) => entryOfForm(db, 'f'))).toBeNull()
    expect(await enter(store, entry('2', { form: 'f' }))).toBe(true)
    expect(await enter(store, entry('4', { form: 'f' }))).toBe(false)
    expect((await store.read((db) => entryOfForm(db, 'f')))?.id).toBe('2')
  })

  test('is found at its desk, and locked', async ({ store }) => {
    await enter(store, entry('1'))
    const at = (desk: string) => store.read((db) => findEntry(db, { id: '1', desk }))
    expect([await at('hall'), await at('ward')]).toEqual([entry('1'), null])
    expect(await store.transact((tx) => lockEntry(tx, '1'))).toEqual(entry('1'))
    expect(await store.transact((tx) => lockEntry(tx, '2'))).toBeNull()
    expect(await store.read((db) => entriesById(db, ['1', '2']))).toEqual([entry('1')])
    expect(await store.read((db) => entriesById(db, []))).toEqual([])
  })

  test('waits until it ends, and is late after its time', async ({ store }) => {
    for (const row of [
      entry('1', { entered_at: 9 }),
      entry('2', { entered_at: 3 }),
      entry('3', { entered_at: 2, desk: 'ward' }),
      entry('4', { entered_at: 1, state: 'recorded', ended_by: 'b', ended_at: 4 }),
    ])
      await enter(store, row)
    const open = async (desk: string, limit: number) =>
      (await store.read((db) => openEntries(db, desk, limit))).map(({ id }) => id)
    expect([await open('hall', 9), await open('hall', 1), await open('ward', 9)]).toEqual([
      ['2', '1'],
      ['2'],
      ['3'],
    ])
    expect(await store.read((db) => waitingForms(db, 3))).toEqual(
      new Map([
        ['hall', { waiting: 2, late: 0 }],
        ['ward', { waiting: 1, late: 1 }],
      ]),
    )
    expect(await store.read((db) => lateForms(db, 4))).toEqual([
      { desk: 'ward', form: 'form 3', entered_at: 2 },
      { desk: 'hall', form: 'form 2', entered_at: 3 },
    ])
  })
})
