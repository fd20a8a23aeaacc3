import { expect } from 'vitest'
import { closeKnown, insertKnownClosed, openBetween } from '../../api/store/feeds/known-closed.ts'
import { test } from '../support/bare-store.ts'
import { linked, put, rowsOf } from '../support/rows.ts'

const LIST = { database_id: 'a', purpose: 'research', list: 1 } as const

test('open tokens of a stretch of a list are those that it calls usable', async ({ store }) => {
  await put(
    store,
    linked(
      { token: 'before', idx: 9 },
      { token: 'first', idx: 10 },
      { token: 'last', idx: 19 },
      { token: 'after', idx: 20 },
      { token: 'closed', idx: 11, listed: 'revoked' },
      { token: 'of another list', idx: 12, list: 2 },
      { token: 'of another purpose', idx: 13, purpose: 'industry' },
      { token: 'of another database', idx: 14, database_id: 'b' },
    ),
  )
  const open = await store.read((db) => openBetween(db, LIST, 10, 20))
  expect(open.toSorted((one, other) => one.idx - other.idx)).toEqual([
    { token: 'first', idx: 10 },
    { token: 'last', idx: 19 },
  ])
})

test('what was known to be closed is stored once, however much it is', async ({ store }) => {
  // More than the parameters of one statement.
  const tokens = Array.from({ length: 17_000 }, (_, i) => `t${i}`)
  await store.transact((tx) => insertKnownClosed(tx, [], 1))
  await store.transact((tx) => insertKnownClosed(tx, tokens, 1))
  await store.transact((tx) => insertKnownClosed(tx, ['t0', 'new'], 2))
  const known = await rowsOf(store, 'known_closed')
  expect(known).toHaveLength(17_001)
  expect(known.filter(({ noticed_at }) => noticed_at === 2)).toEqual([{ token: 'new', noticed_at: 2 }])
})

test('what was known to be closed is closed in lists and feeds, each once', async ({ store }) => {
  const open = Array.from({ length: 501 }, (_, i) => ({ token: `t${i}`, idx: i }))
  await put(store, {
    ...linked(
      ...open,
      { token: 'waits', idx: 600, state: 'waiting', listed: 'waiting', usable_from: '2030-01-01' },
      { token: 'stopped', idx: 601, state: 'revoked', listed: 'usable' },
      { token: 'removed', idx: 602, state: 'removed', listed: 'removed' },
      { token: 'closed', idx: 603, state: 'revoked', listed: 'revoked' },
      { token: 'not known', idx: 604 },
    ),
    status_list: [{ change_no: 4 }, { list: 2 }],
  })
  const named = [...open.map(({ token }) => token), 'waits', 'stopped', 'removed', 'closed', 'of nobody']
  await store.transact((tx) => insertKnownClosed(tx, named, 1))
  const closed = await store.transact((tx) => closeKnown(tx, 9))
  expect(closed.sort()).toEqual([...open.map(({ token }) => token), 'waits', 'stopped'].sort())

  const tokens = new Map((await rowsOf(store, 'token')).map((row) => [row.token, row]))
  for (const token of ['t0', 't500', 'waits'])
    expect(tokens.get(token)).toMatchObject({ state: 'revoked', listed: 'revoked', changed_at: 9 })
  expect(tokens.get('stopped')).toMatchObject({ state: 'revoked', listed: 'revoked', changed_at: 0 })
  expect(tokens.get('removed')).toMatchObject({ state: 'removed', listed: 'removed' })
  expect(tokens.get('not known')).toMatchObject({ state: 'usable', listed: 'usable' })
  const list = (await rowsOf(store, 'status_list')).find(({ list }) => list === 1)
  expect(list?.change_no).toBeGreaterThan(4)

  const outbox = await rowsOf(store, 'outbox')
  expect(outbox).toHaveLength(502)
  expect(outbox.find(({ token }) => token === 'waits')).toEqual({
    id: 'known-closed/waits',
    database_id: 'a',
    token: 'waits',
    kind: 'revoke',
    replaces: null,
    recorded_at: 9,
    not_before: 9,
    deadline: 9,
    ordinal: 0,
    decided_by: null,
  })
  expect(await store.transact((tx) => closeKnown(tx, 10)), 'a second time').toEqual([])
})
