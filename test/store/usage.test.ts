import { expect } from 'vitest'
import type { UsageRow } from '../../api/store/records/rows.ts'
import {
  completeUpload,
  dropAbandoned,
  dropUpload,
  findUsage,
  insertUpload,
  insertUploaded,
  linkagesOfTokens,
  usageByKey,
  usagesOf,
} from '../../api/store/records/usage.ts'
import type { Store } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { linked, put, rowsOf } from '../support/rows.ts'

const USE: UsageRow = {
  id: 'use',
  database_id: 'a',
  project_id: 'project',
  title: 'title',
  organisation: 'organisation',
  purpose: 'research',
  from_day: '2026-01-01',
  to_day: '2026-01-31',
  reported_at: 5,
}
const L = ['l1', 'l2', 'l3'].map((token) => ({ token }))
const named = async (store: Store, upload: string) =>
  (await rowsOf(store, 'upload_token'))
    .filter(({ upload_id }) => upload_id === upload)
    .map(({ token }) => token)
    .sort()

test('a report is found by what identifies it, or by the key of a completed upload', async ({ store }) => {
  await put(store, {
    usage: [USE],
    usage_upload: [
      { id: 'done', usage_id: 'use', idempotency_key: 'key', completed_at: 1 },
      { id: 'open', idempotency_key: 'other' },
    ],
  })
  const find = (change: Partial<UsageRow>) => store.read((db) => findUsage(db, { ...USE, ...change }))
  expect(await find({})).toEqual(USE)
  for (const change of [
    { database_id: 'b' },
    { project_id: 'x' },
    { from_day: '2026-01-02' },
    { to_day: '2026-01-30' },
  ])
    expect(await find(change)).toBeNull()
  const byKey = (idempotency_key: string, database_id = 'a') =>
    store.read((db) => usageByKey(db, { database_id, idempotency_key }))
  expect([await byKey('key'), await byKey('other'), await byKey('key', 'b')]).toEqual([USE, null, null])
})

test('tokens of a database stand for linkages once its holder knows them', async ({ store }) => {
  await put(
    store,
    linked({ token: 'told' }, { token: 'hidden', listed: 'hidden' }, { token: 'b', database_id: 'b' }),
  )
  const found = await store.read((db) => linkagesOfTokens(db, 'a', ['told', 'hidden', 'b', 'nothing']))
  expect(found).toEqual([
    {
      token: 'told',
      linkage_id: 'linkage of told',
      purpose: 'research',
      generation: 1,
      state: 'usable',
      listed: 'usable',
    },
  ])
})

test('an upload names a token once, and not what its report has already', async ({ store }) => {
  await put(store, {
    ...linked(...L),
    usage: [USE],
    usage_upload: [{ id: 'first', usage_id: 'use' }],
    upload_token: [{ upload_id: 'first', token: 'l1', linkage_id: 'linkage of l1' }],
  })
  const upload = { id: 'second', database_id: 'a', usage_id: null, idempotency_key: 'k', begun_at: 3 }
  await store.transact((tx) => insertUpload(tx, { ...upload, completed_at: null, cases_due: 0 }))
  expect((await rowsOf(store, 'usage_upload')).find(({ id }) => id === 'second')).toEqual({
    ...upload,
    completed_at: null,
    cases_due: 0,
  })
  const add = (usage_id: string | null, ...tokens: string[]) =>
    store.transact((tx) =>
      insertUploaded(
        tx,
        { upload_id: 'second', usage_id },
        tokens.map((token) => ({ token, linkage_id: `linkage of ${token}`, class: 'before' as const })),
      ),
    )
  await add('use', 'l1')
  await add('use', 'l1', 'l2', 'l2')
  await add('use', 'l2')
  expect(await named(store, 'second')).toEqual(['l2'])
  await add(null, 'l1')
  expect(await named(store, 'second'), 'its report is not known').toEqual(['l1', 'l2'])
})

test('uploads with the same members complete one report', async ({ store }) => {
  await put(store, { usage_upload: [{ id: 'one' }, { id: 'two' }, { id: 'other' }] })
  const complete = (id: string, at: number, change: Partial<UsageRow> = {}) =>
    store.transact((tx) => completeUpload(tx, { id, at, cases_due: id === 'two' }, { ...USE, ...change }))
  expect(await complete('one', 6)).toEqual(USE)
  expect(await complete('two', 7, { id: 'again', title: 'another title' })).toEqual(USE)
  expect(await complete('gone', 8)).toBeNull()
  const uploads = (await rowsOf(store, 'usage_upload')).map((row) => [
    row.id,
    row.usage_id,
    row.completed_at,
    row.cases_due,
  ])
  expect(uploads.sort()).toEqual([
    ['one', 'use', 6, 0],
    ['other', null, null, 0],
    ['two', 'use', 7, 1],
  ])
  expect(await rowsOf(store, 'usage')).toEqual([USE])
})

test('an upload that was not completed is dropped in slices, and no other', async ({ store }) => {
  const names = (upload_id: string) =>
    L.map(({ token }) => ({ upload_id, token, linkage_id: `linkage of ${token}` }))
  await put(store, {
    ...linked(...L),
    usage: [USE],
    usage_upload: [{ id: 'done', usage_id: 'use', completed_at: 1 }, { id: 'open' }, { id: 'other' }],
    upload_token: [...names('done'), ...names('open'), ...names('other')],
  })
  const drop = (id: string) => store.transact((tx) => dropUpload(tx, id, 2))
  expect([await drop('done'), await drop('nothing')]).toEqual([false, false])
  expect(await named(store, 'done')).toHaveLength(3)
  expect(await drop('open')).toBe(true)
  expect(await named(store, 'open')).toHaveLength(1)
  expect(await drop('open')).toBe(false)
  expect((await rowsOf(store, 'usage_upload')).map(({ id }) => id).sort()).toEqual(['done', 'other'])
  expect(await named(store, 'other')).toHaveLength(3)
})

test('an upload that began long ago and never ended is abandoned', async ({ store }) => {
  await put(store, {
    usage: [USE],
    usage_upload: [
      { id: 'old', begun_at: 4 },
      { id: 'young', begun_at: 5 },
      { id: 'done', begun_at: 1, usage_id: 'use', completed_at: 2 },
    ],
  })
  const drop = () => store.transact((tx) => dropAbandoned(tx, 5, 9))
  expect([await drop(), await drop()]).toEqual([true, false])
  expect((await rowsOf(store, 'usage_upload')).map(({ id }) => id).sort()).toEqual(['done', 'young'])
})

test('a person sees each use of their records once, the newest first', async ({ store }) => {
  const later = { ...USE, id: 'later', project_id: 'later', reported_at: 9 }
  await put(store, {
    ...linked(...L),
    usage: [USE, later, { ...USE, id: 'of others', project_id: 'x' }],
    usage_upload: [
      { id: 'one', usage_id: 'use', completed_at: 10 },
      { id: 'two', usage_id: 'use', completed_at: 20 },
      { id: 'three', usage_id: 'later', completed_at: 30 },
      { id: 'four', usage_id: 'of others', completed_at: 40 },
      { id: 'five' },
    ],
    upload_token: [
      ...['one', 'two', 'three', 'five'].map((upload_id) => ({
        upload_id,
        token: 'l1',
        linkage_id: 'linkage of l1',
        class: upload_id === 'two' ? ('after-stop' as const) : ('before' as const),
      })),
      { upload_id: 'four', token: 'l2', linkage_id: 'linkage of l2', class: null },
    ],
  })
  const uses = (token: string) => store.read((db) => usagesOf(db, `subject of ${token}`))
  const [newest, oldest] = await uses('l1')
  expect(newest).toEqual({ ...later, classes: ['before'] })
  expect({ ...oldest, classes: oldest?.classes.toSorted() }).toEqual({
    ...USE,
    classes: ['after-stop', 'before'],
  })
  expect(await uses('l2')).toMatchObject([{ id: 'of others', classes: [null] }])
  expect(await uses('l3')).toEqual([])
})
