import { describe, expect } from 'vitest'
import { listedDatabase } from '../../api/domain/catalogue/listed.ts'
import { databasesOf } from '../../api/services/views/databases.ts'
import type { Store } from '../../api/store/store.ts'
import { catalogue, createParts, database, POOL } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { DAY, HOUR } from '../support/clock.ts'
import { put } from '../support/rows.ts'

/** A moment, in milliseconds and as it is shown. */
const T = Date.parse('2026-11-29T00:00:00.000Z')
const shown = (at: number) => new Date(at).toISOString()

/** What person `s` sees at `T`. */
function open(store: Store, pool = POOL) {
  const databases = catalogue(database('a'), database('b', { due_hours: 2, opt_out: 'not-by-law' }))
  const parts = createParts(store, { databases })
  parts.clock.set(T - parts.now())
  const config = { ...parts.config, pool }
  const see = (subject = 's') =>
    databasesOf({ ...parts, config }, { subject, session: { subject }, acting: null })
  const linkage = async (at = 0) => {
    const { databases: views } = await see()
    return views.flatMap(({ linkages }) => linkages)[at] ?? expect.fail('no linkage is shown')
  }
  const progress = async () => (await linkage()).progress ?? expect.fail('no progress is shown')
  return { parts, databases, see, linkage, progress }
}

/** A linkage whose token was revoked, by a decision at `recorded_at`. */
const stopped = (store: Store) =>
  put(store, { linkage: [{}], token: [{ state: 'revoked', listed: 'revoked', changed_at: T - HOUR }] })

describe('the databases of a person', () => {
  test('are those of the catalogue, in its order, each with the linkages of that person', async ({
    store,
  }) => {
    await put(store, {
      linkage: [
        { id: 'l', registered_at: 2 },
        { id: 'first', purpose: 'industry', registered_at: 1 },
        { id: 'of b', database_id: 'b', purpose: 'policy' },
        { id: 'other', subject: 'other' },
        { id: 'gone', database_id: 'gone' },
        { id: 'taken back', purpose: 'policy', removed_at: 1 },
      ],
      token: [
        { token: 't', linkage_id: 'l', changed_at: T },
        { token: 'i', linkage_id: 'first', purpose: 'industry', changed_at: T - 1 },
        {
          token: 'b',
          linkage_id: 'of b',
          database_id: 'b',
          state: 'waiting',
          usable_from: '2026-12-01',
          changed_at: T,
        },
        { token: 'o', linkage_id: 'other', idx: 1 },
        { token: 'g', linkage_id: 'gone', database_id: 'gone' },
        { token: 'r', linkage_id: 'taken back', purpose: 'policy' },
      ],
    })
    const { databases, see } = open(store)
    const sure = { precision: 'id5', held: false } as const
    const usable = { state: 'usable', usable_from: null, progress: null, outcome: null, ...sure } as const
    const view = (id: string) => listedDatabase(databases.find(id) ?? expect.fail(id))
    expect((await see()).databases).toEqual([
      {
        ...view('a'),
        linkages: [
          { ...usable, purpose: 'industry', since: shown(T - 1) },
          { ...usable, purpose: 'research', since: shown(T) },
        ],
      },
      {
        ...view('b'),
        linkages: [
          { ...usable, purpose: 'policy', state: 'waiting', since: shown(T), usable_from: '2026-12-01' },
        ],
      },
    ])
  })

  test('name no day from which what is open or stopped may be used', async ({ store }) => {
    await put(store, {
      linkage: [{}, { id: 'l2', purpose: 'industry', registered_at: 1 }],
      token: [
        { usable_from: '2026-11-01' },
        { token: 't2', linkage_id: 'l2', purpose: 'industry', state: 'revoked', usable_from: '2026-12-24' },
      ],
    })
    const { linkage } = open(store)
    expect(await linkage(0)).toMatchObject({ state: 'usable', usable_from: null })
    expect(await linkage(1)).toMatchObject({ state: 'stopped', usable_from: null })
  })
})

describe('what stands', () => {
  test('is the newest decision about everything, and of each purpose a newer one', async ({ store }) => {
    const said = (ordinal: number, change: object) => ({
      id: `d${ordinal}`,
      ordinal,
      recorded_at: T + ordinal,
      receipt_number: `${ordinal}`,
      ...change,
    })
    const { see } = open(store)
    const answer = async () => {
      const { standing, standing_purposes } = await see()
      return { standing, standing_purposes }
    }
    expect(await answer()).toEqual({ standing: null, standing_purposes: [] })
    await put(store, {
      decision: [
        said(1, { scope_purpose: 'industry' }),
        said(2, { scope_database: 'a', choice: 'allow' }),
        said(3, { scope_purpose: 'policy', choice: 'allow' }),
      ],
    })
    const industry = { purpose: 'industry', choice: 'stop', since: shown(T + 1) }
    const policy = { purpose: 'policy', choice: 'allow', since: shown(T + 3) }
    expect(await answer()).toEqual({ standing: null, standing_purposes: [industry, policy] })
    await put(store, { decision: [said(4, {}), said(5, { scope_purpose: 'research', choice: 'allow' })] })
    expect(await answer()).toEqual({
      standing: { choice: 'stop', since: shown(T + 4) },
      standing_purposes: [{ purpose: 'research', choice: 'allow', since: shown(T + 5) }],
    })
    expect(await see('somebody else')).toMatchObject({ standing: null, standing_purposes: [] })
  })
})

test.for([
  ['as in production', POOL, 3600, 25_200],
  ['within a tick where nothing waits', { ...POOL, maxMs: 0, allowMs: 0 }, 5, 5],
  ['rounded up', { ...POOL, maxMs: 10_001, allowMs: 500 }, 11, 11],
] as const)('says how long publishing takes at most, %s', async ([, pool, stop, allow], { store }) => {
  expect((await open(store, pool).see()).publishing).toEqual({ stop_within_s: stop, allow_within_s: allow })
})

describe('a restore', () => {
  const YEAR = 365 * DAY
  test.for([
    ['that never was', null, null, false],
    ['is told to who has not decided since', T - HOUR, T - HOUR - 1, true],
    ['is told to who has never decided', T - HOUR, null, true],
    ['is settled by a later decision', T - HOUR, T - HOUR, false],
    ['is told for a year', T - YEAR + 1, null, true],
    ['is not told after a year', T - YEAR, null, false],
  ] as const)('%s', async ([, at, decided, told], { store }) => {
    const { parts, see } = open(store)
    parts.restored.at = at
    if (decided !== null) await put(store, { decision: [{ recorded_at: decided, scope_database: 'a' }] })
    expect((await see()).restored_at).toBe(told && at !== null ? shown(at) : null)
  })
})

describe('the progress of a stop', () => {
  test('is none where nothing was ever published', async ({ store }) => {
    await stopped(store)
    expect(await open(store).linkage()).toMatchObject({ state: 'stopped', progress: null })
  })

  test('that waits says by when it is published', async ({ store }) => {
    await stopped(store)
    const recorded_at = T - HOUR
    await put(store, { outbox: [{ recorded_at, deadline: T + 1000 }] })
    const { progress } = open(store)
    expect(await progress()).toEqual({
      recorded_at: shown(recorded_at),
      publish_by: shown(T + 1000 + POOL.tickMs),
      published_at: null,
      received_at: null,
      applied_at: null,
      due_at: shown(recorded_at + DAY),
      late: false,
    })
    await store.transact((tx) =>
      tx
        .updateTable('outbox')
        .set({ deadline: recorded_at - 1 })
        .execute(),
    )
    expect((await progress()).publish_by, 'never before it was decided').toBe(
      shown(recorded_at + POOL.tickMs),
    )
  })

  test('that is published says when, and when it was received and applied', async ({ store }) => {
    await stopped(store)
    const recorded_at = T - HOUR
    await put(store, { feed: [{}], event: [{ recorded_at, published_at: T - 30 }] })
    const { progress } = open(store)
    const published = {
      recorded_at: shown(recorded_at),
      publish_by: null,
      published_at: shown(T - 30),
      due_at: shown(recorded_at + DAY),
      late: false,
    }
    expect(await progress()).toEqual({ ...published, received_at: null, applied_at: null })
    await put(store, { mark: [{ kind: 'received', at: T - 20 }, { at: T - 10 }] })
    expect(await progress()).toEqual({
      ...published,
      received_at: shown(T - 20),
      applied_at: shown(T - 10),
    })
    await store.transact((tx) =>
      tx
        .updateTable('event')
        .set({ published_at: recorded_at - 1 })
        .execute(),
    )
    expect((await progress()).published_at, 'never before it was decided').toBe(shown(recorded_at))
  })

  test('is late just after it was due, until it is applied', async ({ store }) => {
    await stopped(store)
    await put(store, { feed: [{}], event: [{ recorded_at: T - DAY, published_at: T }] })
    const { parts, progress } = open(store)
    expect(await progress()).toMatchObject({ due_at: shown(T), late: false })
    parts.clock.advance(1)
    expect(await progress()).toMatchObject({ late: true })
    await put(store, { mark: [{ at: T + 1 }] })
    expect(await progress()).toMatchObject({ late: false })
  })

  test('is due when its own database says', async ({ store }) => {
    await put(store, {
      linkage: [{ database_id: 'b' }],
      token: [{ database_id: 'b', state: 'revoked' }],
      outbox: [{ database_id: 'b', recorded_at: T }],
    })
    expect((await open(store).progress()).due_at).toBe(shown(T + 2 * HOUR))
  })

  test('is that of the token which its holder knows, where the newest was never told', async ({ store }) => {
    await put(store, {
      linkage: [{ generation: 2 }],
      token: [
        { state: 'revoked', listed: 'revoked' },
        { token: 'new', generation: 2, idx: 1, state: 'revoked', listed: 'hidden' },
      ],
      feed: [{}],
      event: [{ recorded_at: T - HOUR, published_at: T }],
    })
    const { progress } = open(store)
    expect(await progress()).toMatchObject({ recorded_at: shown(T - HOUR) })
    await store.transact((tx) =>
      tx.updateTable('token').set({ listed: 'revoked' }).where('token', '=', 'new').execute(),
    )
    await put(store, { outbox: [{ token: 'new', recorded_at: T - 5 }] })
    expect(await progress(), 'or of the newest').toMatchObject({ recorded_at: shown(T - 5) })
  })
})

test('the progress of an allow is that of the new token', async ({ store }) => {
  await put(store, {
    linkage: [{ generation: 2 }],
    token: [
      { state: 'revoked', listed: 'revoked' },
      { token: 'new', generation: 2, idx: 1, listed: 'hidden' },
    ],
    feed: [{}],
    event: [{ recorded_at: T - DAY, published_at: T - DAY }],
    outbox: [{ id: 'new', token: 'new', kind: 'create', recorded_at: T - 7 }],
  })
  const { linkage } = open(store)
  expect(await linkage()).toMatchObject({ state: 'usable', progress: { recorded_at: shown(T - 7) } })
})
