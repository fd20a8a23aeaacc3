import { expect } from 'vitest'
import { purgeExpired } from '../../api/store/expired.ts'
import { noteRead, readMessagesOf } from '../../api/store/people/read-messages.ts'
import { namedIn, revokedTokensOf, stopsBy } from '../../api/store/records/messages.ts'
import { test } from '../support/bare-store.ts'
import { linked, put, rowsOf } from '../support/rows.ts'

test('a person’s revoked tokens come with how far their revocation has come, and the holder’s newest word', async ({
  store,
}) => {
  const of = (token: string, generation: number, change: object = {}) => ({
    token,
    linkage_id: 'l',
    generation,
    state: 'revoked' as const,
    changed_at: generation,
    idx: generation,
    ...change,
  })
  await put(store, {
    linkage: [{ generation: 4 }, { id: 'other', subject: 'other', database_id: 'b' }],
    token: [
      of('applied', 1),
      of('published', 2),
      of('silent', 3),
      of('waiting', 4),
      of('of another', 1, { linkage_id: 'other', database_id: 'b' }),
    ],
    event: [
      { token: 'applied', seq: 1, ordinal: 1, recorded_at: 10 },
      { token: 'published', seq: 3, jti: 'k', ordinal: 3, recorded_at: 30 },
    ],
    outbox: [{ token: 'waiting', ordinal: 7, recorded_at: 70 }],
    mark: [
      { through_seq: 2, at: 22 },
      { through_seq: 1, at: 21 },
      { kind: 'received', through_seq: 9, at: 1 },
    ],
    feed: [{}],
    outcome: [
      { token: 'applied', ordinal: 1, code: 'applied', at: 31 },
      { token: 'applied', ordinal: 2, code: 'partly', at: 32 },
      { token: 'published', ordinal: 1, code: 'partly', at: 33 },
      { token: 'published', ordinal: 2, code: 'applied', at: 34 },
    ],
  })
  const read = async () =>
    (await store.read((db) => revokedTokensOf(db, 's'))).sort((a, b) => a.generation - b.generation)
  const shared = { linkage_id: 'l', database: 'a', current: false, otherwise_at: null }
  expect(await read()).toEqual([
    {
      ...shared,
      generation: 1,
      changed_at: 1,
      change: { recorded_at: 10, ordinal: 1, applied_at: 21 },
      otherwise_at: 32,
    },
    { ...shared, generation: 2, changed_at: 2, change: { recorded_at: 30, ordinal: 3, applied_at: null } },
    { ...shared, generation: 3, changed_at: 3, change: null },
    {
      ...shared,
      generation: 4,
      changed_at: 4,
      change: { recorded_at: 70, ordinal: 7, applied_at: null },
      current: true,
    },
  ])
  await store.transact((tx) => tx.updateTable('feed').set({ mismatch_since: 40 }).execute())
  expect((await read())[0]?.change?.applied_at, 'while its set differs').toBe(null)
  await store.transact((tx) => tx.updateTable('linkage').set({ removed_at: 50 }).execute())
  expect((await read()).some(({ current }) => current)).toBe(false)
})

test('only a person’s own stops are theirs, oldest first', async ({ store }) => {
  await put(store, {
    decision: [
      { id: 'second', ordinal: 3, receipt_number: '3', recorded_at: 30 },
      { id: 'first', ordinal: 1, receipt_number: '1', recorded_at: 10 },
      { id: 'allow', ordinal: 2, receipt_number: '2', choice: 'allow' },
      { id: 'other', subject: 'other', receipt_number: '4' },
    ],
  })
  expect(await store.read((db) => stopsBy(db, 's'))).toEqual([
    { id: 'first', ordinal: 1, recorded_at: 10 },
    { id: 'second', ordinal: 3, recorded_at: 30 },
  ])
})

test('a report names a person from its first completed upload that does', async ({ store }) => {
  await put(store, {
    ...linked({ token: 'l1' }, { token: 'l2' }),
    usage: [{}, { id: 'of others', project_id: 'x' }],
    usage_upload: [
      { id: 'one', usage_id: 'use', completed_at: 10 },
      { id: 'two', usage_id: 'use', completed_at: 20 },
      { id: 'three', usage_id: 'of others', completed_at: 40 },
      { id: 'open' },
    ],
    upload_token: [
      ...(['one', 'two', 'open'] as const).map((upload_id) => ({
        upload_id,
        token: 'l1',
        linkage_id: 'linkage of l1',
        class: upload_id === 'one' ? ('before' as const) : ('after-stop' as const),
      })),
      { upload_id: 'three', token: 'l2', linkage_id: 'linkage of l2', class: null },
    ],
  })
  const named = (token: string) => store.read((db) => namedIn(db, `subject of ${token}`))
  expect(await named('l1')).toEqual([{ usage_id: 'use', named_at: 10, after_stop_at: 20 }])
  expect(await named('l2')).toEqual([{ usage_id: 'of others', named_at: 40, after_stop_at: null }])
})

test('the first time a message was read is kept, and is dropped once the message is listed no more', async ({
  store,
}) => {
  const note = (read_at: number, change: object = {}) =>
    store.transact((tx) =>
      noteRead(tx, { subject: 's', message: 'm', read_at, expires_at: read_at + 100, ...change }),
    )
  await note(5)
  await note(6)
  await note(7, { message: 'n' })
  await note(8, { subject: 'other' })
  const read = (subject: string) => store.read((db) => readMessagesOf(db, subject))
  expect(await read('s')).toEqual(
    new Map([
      ['m', 5],
      ['n', 7],
    ]),
  )
  expect(await read('nobody')).toEqual(new Map())
  expect(await store.transact((tx) => purgeExpired(tx, 107, 10))).toBe(false)
  expect(await rowsOf(store, 'read_message')).toEqual([
    { subject: 'other', message: 'm', read_at: 8, expires_at: 108 },
  ])
})
