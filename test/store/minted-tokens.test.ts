import { describe, expect } from 'vitest'
import type { Database } from '../../api/contract/catalogue.ts'
import { linkageToken } from '../../api/domain/token.ts'
import { createKnowledge } from '../../api/services/holder-knowledge.ts'
import { linkagesOf } from '../../api/store/records/linkages.ts'
import type { DecisionRow } from '../../api/store/records/rows.ts'
import type { Store } from '../../api/store/store.ts'
import { createParts, database, POOL } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { HOUR } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

const OLD = POOL.maxMs + POOL.allowMs

function open(store: Store, of: Database = database('a')) {
  const parts = createParts(store)
  const now = parts.now()
  const { timesOf } = createKnowledge(parts)
  const token = (generation: number, subject = 's') =>
    linkageToken(parts.keys.token, { database: of.id, generation, purpose: 'research', subject })
  return {
    parts,
    now,
    token,
    /** When a change of person `s` may go out. */
    times: (kind: 'revoke' | 'create', made: { ordinal: number; recorded_at: number }) =>
      timesOf(kind, { subject: 's', database_id: of.id }, made),
    decide: (...some: (Partial<DecisionRow> & { ordinal: number })[]) =>
      put(store, {
        decision: some.map((one) => ({ id: `d${one.ordinal}`, receipt_number: `r${one.ordinal}`, ...one })),
      }),
    /** Mints the tokens of linkages of these people, which are stored first. */
    async mint(...subjects: string[]) {
      await put(store, {
        linkage: subjects.map((subject) => ({ id: `linkage of ${subject}`, subject, database_id: of.id })),
      })
      const rows = await rowsOf(store, 'linkage')
      return store.transact((tx) =>
        parts.minting.mint(
          { tx, database: of, purpose: 'research', cause: { id: 'batch', at: now } },
          subjects.map((subject) => rows.find((one) => one.subject === subject) ?? expect.fail(subject)),
        ),
      )
    },
    /** The linkages of person `s`, with their newest tokens. */
    linkages: () => store.read((db) => linkagesOf(db, 's')),
  }
}
const byToken = async (store: Store) => new Map((await rowsOf(store, 'token')).map((row) => [row.token, row]))

describe('a token that is minted', () => {
  test('is open, known to its holder, and has a place in the list', async ({ store }) => {
    const { mint, now, token } = open(store)
    const { told, minted } = await mint('s', 'r')
    expect(minted).toEqual([token(1), token(1, 'r')])
    const [row] = (await rowsOf(store, 'token')).filter((one) => one.token === token(1))
    expect(row).toEqual({
      token: token(1),
      linkage_id: 'linkage of s',
      generation: 1,
      database_id: 'a',
      purpose: 'research',
      list: 1,
      idx: expect.any(Number),
      state: 'usable',
      listed: 'usable',
      usable_from: null,
      changed_at: now,
      change_no: expect.any(Number),
      minted_by: 'batch',
    })
    const { idx } = row ?? expect.fail()
    const { generation, purpose, minted_by, linkage_id, change_no, ...shown } = row ?? expect.fail()
    expect(told[0]).toEqual({
      id: 'linkage of s',
      subject: 's',
      purpose: 'research',
      generation: 1,
      told: 1,
      notified_on: null,
      registered_at: 0,
      removed_at: null,
      precision: 'id5',
      ...shown,
    })
    expect(told[0]?.idx).toBe(idx)
    expect(told[1]).toMatchObject({ subject: 'r', token: token(1, 'r') })
    expect(await rowsOf(store, 'outbox')).toEqual([])
    expect(await rowsOf(store, 'status_list')).toMatchObject([{ assigned: 2, reserved: 0 }])
  })

  test('waits where the law demands a notice', async ({ store }) => {
    const { mint, token } = open(store, database('a', { notice_days: 30 }))
    await mint('s')
    expect((await byToken(store)).get(token(1))).toMatchObject({ state: 'waiting', listed: 'waiting' })
  })

  test('is born revoked under a stop that its holder may know', async ({ store }) => {
    const { mint, now, decide, token, times } = open(store)
    const made = { ordinal: 3, recorded_at: now - OLD }
    await decide(made)
    const { told, minted } = await mint('s', 'r')
    expect(minted).toHaveLength(2)
    expect(told).toMatchObject([
      { state: 'revoked', listed: 'revoked' },
      { state: 'usable', listed: 'usable' },
    ])
    expect((await byToken(store)).get(token(1))).toMatchObject({ state: 'revoked', listed: 'revoked' })
    expect(await rowsOf(store, 'outbox')).toEqual([
      {
        id: expect.any(String),
        database_id: 'a',
        token: token(1),
        kind: 'revoke',
        replaces: null,
        recorded_at: now,
        ordinal: 3,
        decided_by: null,
        ...times('revoke', made),
      },
    ])
  })

  test('is revoked and called usable while a stop waits', async ({ store }) => {
    const { mint, now, decide, token, times } = open(store)
    // A batch may begin before the decision that it then waits for.
    const made = { ordinal: 1, recorded_at: now + 5 }
    await decide(made)
    const { told } = await mint('s')
    expect(told).toMatchObject([{ state: 'revoked', listed: 'usable' }])
    expect((await byToken(store)).get(token(1))).toMatchObject({ state: 'revoked', listed: 'usable' })
    expect(await rowsOf(store, 'outbox')).toMatchObject([
      { token: token(1), kind: 'revoke', recorded_at: now + 5, ordinal: 1, ...times('revoke', made) },
    ])
  })

  test('rests on the stop that its holder knows, not on a later one', async ({ store }) => {
    const { mint, now, decide } = open(store)
    await decide({ ordinal: 1, recorded_at: now - OLD }, { ordinal: 2, recorded_at: now })
    await mint('s')
    expect(await rowsOf(store, 'outbox')).toMatchObject([{ kind: 'revoke', ordinal: 1 }])
  })

  test('is open where an allow stands, whatever was before', async ({ store }) => {
    const { mint, now, decide, token } = open(store)
    await decide(
      { ordinal: 1, recorded_at: now - OLD - 1 },
      { ordinal: 2, recorded_at: now - OLD, choice: 'allow' },
    )
    expect((await mint('s')).minted).toEqual([token(1)])
    expect((await byToken(store)).get(token(1))).toMatchObject({ state: 'usable', listed: 'usable' })
    expect(await rowsOf(store, 'outbox')).toEqual([])
  })

  test('is revoked where a stop waits after an allow that is known', async ({ store }) => {
    const { mint, now, decide, token } = open(store)
    await decide({ ordinal: 1, recorded_at: now - OLD, choice: 'allow' }, { ordinal: 2, recorded_at: now })
    await mint('s')
    expect((await byToken(store)).get(token(1))).toMatchObject({ state: 'revoked', listed: 'usable' })
    expect(await rowsOf(store, 'outbox')).toMatchObject([{ kind: 'revoke', ordinal: 2 }])
  })

  test('is followed by another where an allow waits after a stop that is known', async ({ store }) => {
    const { mint, now, decide, token, times } = open(store)
    const allowed = { ordinal: 2, recorded_at: now - 7 }
    await decide({ ordinal: 1, recorded_at: now - OLD }, { ...allowed, choice: 'allow' })
    const { told, minted } = await mint('r', 's')
    expect(minted).toEqual([token(1, 'r'), token(1), token(2)])
    expect(told).toMatchObject([{ state: 'usable' }, { token: token(1), listed: 'revoked' }])
    const tokens = await byToken(store)
    expect(tokens.get(token(1))).toMatchObject({ state: 'revoked', listed: 'revoked', generation: 1 })
    expect(tokens.get(token(2))).toMatchObject({
      linkage_id: 'linkage of s',
      state: 'usable',
      listed: 'hidden',
      generation: 2,
      changed_at: now,
      minted_by: 'batch',
    })
    const changes = (await rowsOf(store, 'outbox')).sort((one, two) => one.kind.localeCompare(two.kind))
    expect(changes).toMatchObject([
      {
        token: token(2),
        kind: 'create',
        replaces: token(1),
        ordinal: 2,
        recorded_at: now,
        ...times('create', allowed),
      },
      { token: token(1), kind: 'revoke', replaces: null, ordinal: 1 },
    ])
    const [, row] = await rowsOf(store, 'linkage')
    expect(row).toMatchObject({ subject: 's', generation: 2, told: 1 })
  })
})

describe('revoking', () => {
  test('closes open tokens, and puts each change into its pool', async ({ store }) => {
    const { parts, linkages, times } = open(store)
    await put(store, {
      linkage: [{ id: 'l' }, { id: 'w', purpose: 'industry' }],
      token: [
        { token: 'open', linkage_id: 'l' },
        { token: 'waits', linkage_id: 'w', purpose: 'industry', state: 'waiting', listed: 'waiting' },
      ],
    })
    const made = { ordinal: 4, recorded_at: 1000 }
    await store.transact(async (tx) => parts.minting.revoke(tx, await linkages(), made))
    for (const row of await rowsOf(store, 'token'))
      expect(row).toMatchObject({ state: 'revoked', changed_at: 1000 })
    expect((await rowsOf(store, 'token')).map(({ listed }) => listed).sort()).toEqual(['usable', 'waiting'])
    const change = { kind: 'revoke', replaces: null, recorded_at: 1000, ordinal: 4, ...times('revoke', made) }
    const changes = (await rowsOf(store, 'outbox')).sort((one, two) => one.token.localeCompare(two.token))
    expect(changes).toMatchObject([
      { token: 'open', ...change },
      { token: 'waits', ...change },
    ])
  })

  test('of a token that its holder was not told takes its change back, and is silent', async ({ store }) => {
    const { parts, linkages } = open(store)
    await put(store, {
      linkage: [
        { id: 'l', generation: 2 },
        { id: 'out', purpose: 'industry', generation: 2 },
      ],
      token: [
        { token: 'old', linkage_id: 'l', state: 'revoked', listed: 'revoked' },
        { token: 'new', linkage_id: 'l', generation: 2, idx: 1, listed: 'hidden' },
        { token: 'old out', linkage_id: 'out', purpose: 'industry', state: 'revoked', listed: 'revoked' },
        {
          token: 'new out',
          linkage_id: 'out',
          purpose: 'industry',
          generation: 2,
          idx: 1,
          listed: 'hidden',
        },
      ],
      // A publisher has taken the change of the second meanwhile.
      outbox: [{ id: 'create', token: 'new', kind: 'create', replaces: 'old' }],
    })
    await store.transact(async (tx) =>
      parts.minting.revoke(tx, await linkages(), { ordinal: 4, recorded_at: 1 }),
    )
    const tokens = await byToken(store)
    expect(tokens.get('new')).toMatchObject({ state: 'revoked', listed: 'hidden' })
    expect(tokens.get('new out')).toMatchObject({ state: 'revoked' })
    expect(await rowsOf(store, 'outbox')).toMatchObject([{ token: 'new out', kind: 'revoke' }])
    expect(await rowsOf(store, 'outbox')).toHaveLength(1)
  })

  test('nothing changes nothing', async ({ store }) => {
    const { parts } = open(store)
    await put(store, { linkage: [{}], token: [{}], outbox: [{ kind: 'create' }] })
    await store.transact((tx) => parts.minting.revoke(tx, [], { ordinal: 1, recorded_at: 1 }))
    expect(await rowsOf(store, 'token')).toMatchObject([{ state: 'usable' }])
    expect(await rowsOf(store, 'outbox')).toHaveLength(1)
  })
})

describe('allowing again', () => {
  test('mints the next token, which replaces the newest that the holder knows', async ({ store }) => {
    const law = database('a', { notice_days: 30 })
    const { parts, linkages, token, times } = open(store, law)
    await put(store, {
      linkage: [{ id: 'l', generation: 2, told: 1, notified_on: '2026-11-20' }],
      token: [
        { token: 'known', linkage_id: 'l', state: 'revoked', listed: 'revoked' },
        { token: 'never told', linkage_id: 'l', generation: 2, idx: 1, state: 'revoked', listed: 'hidden' },
      ],
      status_list: [{ assigned: 1, reserved: 1 }],
    })
    const at = Date.parse('2026-11-29T00:00:00Z')
    const made = { ordinal: 5, recorded_at: at - HOUR }
    const minted = await store.transact(async (tx) => {
      const [linkage] = await linkages()
      const minting = { tx, database: law, purpose: 'research', cause: { id: 'decision', at } } as const
      return parts.minting.renew(minting, linkage ?? expect.fail(), made)
    })
    expect(minted).toBe(token(3))
    expect((await byToken(store)).get(token(3))).toMatchObject({
      linkage_id: 'l',
      generation: 3,
      state: 'waiting',
      listed: 'hidden',
      usable_from: '2026-12-20',
      changed_at: at,
      minted_by: 'decision',
    })
    expect(await rowsOf(store, 'linkage')).toMatchObject([{ generation: 3, told: 1 }])
    expect(await rowsOf(store, 'outbox')).toMatchObject([
      {
        token: token(3),
        kind: 'create',
        replaces: 'known',
        recorded_at: at,
        ordinal: 5,
        ...times('create', made),
      },
    ])
    expect(await rowsOf(store, 'status_list'), 'nothing that the holder sees').toMatchObject([
      { assigned: 1, reserved: 2, change_no: 1 },
    ])
  })
})
