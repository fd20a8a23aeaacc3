import { describe, expect } from 'vitest'
import type { LinkageAnswer, Told } from '../../api/contract/holder.ts'
import { tokensDigest } from '../../api/domain/audit.ts'
import { linkageToken } from '../../api/domain/token.ts'
import type { Store } from '../../api/store/store.ts'
import { openHolder, tokenRow } from '../support/bare-holder.ts'
import { database, ORIGIN } from '../support/bare-services.ts'
import { test } from '../support/bare-store.ts'
import { DAY, HOUR } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

const LAW = database('law', { opt_out: 'not-by-law' })
const NOTICE = database('notice', { notice_days: 30 })

function told(answer: LinkageAnswer | undefined): Told {
  if (!answer || 'error' in answer) throw new Error('not linked')
  return answer
}
/** A person, registered for research. */
async function registered(store: Store, id5 = 'person', of = 'a') {
  const all = openHolder(store, LAW, NOTICE)
  const register = async (line: { notified_on?: string } = {}, at = of) =>
    told((await all.linkages.registerAll(at, 'research', [{ subject: id5, ...line }]))[0])
  return { ...all, register, first: await register() }
}
const audited = async (store: Store) =>
  (await rowsOf(store, 'audit')).map(({ kind, digest }) => ({ kind, digest }))

describe('linkages that a holder registers', () => {
  test('are stored with a token each, and answered in order', async ({ store }) => {
    const { parts, linkages, subject, lanes, open } = openHolder(store)
    const lines = [{ subject: 'one' }, { subject: 'two', notified_on: '2020-01-01' }]
    const answers = await linkages.registerAll('a', 'research', lines)
    const token = (id5: string) =>
      linkageToken(parts.keys.token, {
        database: 'a',
        generation: 1,
        purpose: 'research',
        subject: subject(id5),
      })
    const [one, two] = [await tokenRow(store, token('one')), await tokenRow(store, token('two'))]
    const answer = ({ token, idx }: typeof one) => ({
      token,
      status_list: { uri: `${ORIGIN}/statuslists/a/research/1`, idx },
      state: 'usable',
      usable_from: null,
    })
    expect(answers).toEqual([answer(one), answer(two)])
    expect(await rowsOf(store, 'linkage')).toEqual(
      [
        [one, 'one', null],
        [two, 'two', '2020-01-01'],
      ].map(([row, id5, notified_on]) => ({
        id: (row as typeof one).linkage_id,
        subject: subject(id5 as string),
        database_id: 'a',
        purpose: 'research',
        generation: 1,
        told: 1,
        notified_on,
        registered_at: parts.now(),
        removed_at: null,
        precision: 'id5',
      })),
    )
    const [entry] = await rowsOf(store, 'audit')
    expect(entry).toMatchObject({
      kind: 'linkages',
      reference: one.minted_by,
      digest: tokensDigest([one.token, two.token]),
    })
    expect(lanes, 'behind the requests of people').toEqual(['later'])
    expect(open.mock.calls).toEqual(['one', 'two'].map((sealed) => [sealed, 'a', parts.clock.now()]))
  })

  test('are one for one person, with the first notice of several lines', async ({ store }) => {
    const { linkages } = openHolder(store)
    const [one, , same] = await linkages.registerAll('a', 'research', [
      { subject: 'one', notified_on: '2020-01-01' },
      { subject: 'two' },
      { subject: 'one', notified_on: '2020-01-02' },
    ])
    expect(same).toEqual(one)
    expect((await rowsOf(store, 'linkage')).map(({ notified_on }) => notified_on)).toEqual([
      '2020-01-01',
      null,
    ])
    expect(await rowsOf(store, 'token')).toHaveLength(2)
  })

  test('are refused line by line', async ({ store }) => {
    const { linkages, day, open } = openHolder(store)
    const answers = await linkages.registerAll('a', 'research', [
      { subject: 'bad' },
      { subject: 'one', notified_on: day(1) },
      { subject: 'two', notified_on: day(0) },
    ])
    expect(answers).toMatchObject([
      { error: 'subject-rejected' },
      { error: 'notified-in-future' },
      { state: 'usable' },
    ])
    expect(open.mock.calls.map(([sealed]) => sealed)).toEqual(['bad', 'two'])
    expect(await rowsOf(store, 'linkage')).toHaveLength(1)
  })

  test('write nothing where every line is refused', async ({ store }) => {
    const { linkages, lanes } = openHolder(store)
    expect(await linkages.registerAll('a', 'research', [{ subject: 'bad' }])).toEqual([
      { error: 'subject-rejected' },
    ])
    expect([lanes, await audited(store)]).toEqual([[], []])
  })

  test('are refused for a purpose that the database does not have, or an unknown database', async ({
    store,
  }) => {
    const { linkages, open, lanes } = openHolder(store)
    const lines = [{ subject: 'one' }, { subject: 'two' }]
    const refused = [{ error: 'invalid-line' }, { error: 'invalid-line' }]
    expect(await linkages.registerAll('a', 'policy', lines)).toEqual(refused)
    expect(await linkages.registerAll('gone', 'research', lines)).toEqual(refused)
    expect([open.mock.calls, lanes]).toEqual([[], []])
  })

  test('are their own for each purpose and database', async ({ store }) => {
    const { linkages } = openHolder(store)
    const one = [{ subject: 'one' }]
    const answers = [
      ...(await linkages.registerAll('a', 'research', one)),
      ...(await linkages.registerAll('a', 'industry', one)),
      ...(await linkages.registerAll('b', 'research', one)),
    ]
    expect(new Set(answers.map((answer) => told(answer).token)).size).toBe(3)
    expect(told(answers[1]).status_list.uri).toBe(`${ORIGIN}/statuslists/a/industry/1`)
    expect(await rowsOf(store, 'linkage')).toHaveLength(3)
  })
})

describe('a linkage that is registered again', () => {
  test('is answered the same, and stays as it is', async ({ store }) => {
    const { parts, register, first } = await registered(store)
    const before = [await rowsOf(store, 'linkage'), await rowsOf(store, 'token')]
    parts.clock.advance(HOUR)
    expect(await register({ notified_on: '2020-01-01' })).toEqual(first)
    expect([await rowsOf(store, 'linkage'), await rowsOf(store, 'token')]).toEqual(before)
    expect(await audited(store)).toEqual([
      { kind: 'linkages', digest: tokensDigest([first.token]) },
      { kind: 'linkages', digest: tokensDigest([]) },
    ])
  })

  test('beside new ones keeps its answer', async ({ store }) => {
    const { linkages, first } = await registered(store)
    const answers = await linkages.registerAll('a', 'research', [{ subject: 'new' }, { subject: 'person' }])
    expect([answers.length, answers[1]]).toEqual([2, first])
    expect(await rowsOf(store, 'linkage')).toHaveLength(2)
  })

  test('is told only what was published: a stop that waits is not', async ({ store }) => {
    const { register, first } = await registered(store)
    await store.transact((tx) => tx.updateTable('token').set({ state: 'revoked' }).execute())
    expect(await register()).toEqual(first)
    await store.transact((tx) => tx.updateTable('token').set({ listed: 'revoked' }).execute())
    expect(await register()).toEqual({ ...first, state: 'revoked' })
  })

  test('after it was taken back is minted its next token', async ({ store }) => {
    const { parts, linkages, register, first } = await registered(store)
    await linkages.removeAll('a', [first.token])
    parts.clock.advance(HOUR)
    const second = await register({ notified_on: '2020-01-01' })
    expect(second.state).toBe('usable')
    expect(second.token).not.toBe(first.token)
    const row = await tokenRow(store, second.token)
    expect(row).toMatchObject({ generation: 2, state: 'usable', listed: 'usable', changed_at: parts.now() })
    expect(await rowsOf(store, 'linkage')).toMatchObject([
      {
        id: row.linkage_id,
        generation: 2,
        told: 2,
        removed_at: null,
        registered_at: parts.now(),
        notified_on: '2020-01-01',
      },
    ])
    expect(await tokenRow(store, first.token)).toMatchObject({ state: 'removed', listed: 'removed' })
    expect((await audited(store)).at(-1)?.digest).toBe(tokensDigest([second.token]))
    expect(await register()).toEqual(second)
  })
})

describe('where the law demands a notice', () => {
  test('a linkage waits without end until there is one', async ({ store }) => {
    const { register, first } = await registered(store, 'person', 'notice')
    expect(first).toMatchObject({ state: 'waiting', usable_from: null })
    expect(await register()).toEqual(first)
    expect(await tokenRow(store, first.token)).toMatchObject({ state: 'waiting', listed: 'waiting' })
  })

  test('a notice that comes later sets the day', async ({ store }) => {
    const { parts, day, register, first } = await registered(store, 'person', 'notice')
    const { change_no } = await tokenRow(store, first.token)
    parts.clock.advance(HOUR)
    const expected = { ...first, state: 'waiting', usable_from: day(30) }
    expect(await register({ notified_on: day(0) })).toEqual(expected)
    expect(await tokenRow(store, first.token)).toMatchObject({
      state: 'waiting',
      listed: 'waiting',
      usable_from: day(30),
      changed_at: parts.now(),
      change_no: change_no + 1,
    })
    expect(await rowsOf(store, 'linkage')).toMatchObject([{ notified_on: day(0) }])
    expect(await register({ notified_on: day(-40) }), 'the first one stands').toEqual(expected)
    expect(await rowsOf(store, 'linkage')).toMatchObject([{ notified_on: day(0) }])
  })

  test('registering again changes nothing, with and without a notice', async ({ store }) => {
    const { parts, day, register } = await registered(store, 'person', 'notice')
    const stored = async () => [
      await rowsOf(store, 'linkage'),
      await rowsOf(store, 'token'),
      await rowsOf(store, 'status_list'),
    ]
    for (const notified_on of [undefined, day(0)]) {
      const line = notified_on === undefined ? {} : { notified_on }
      await register(line)
      const before = await stored()
      parts.clock.advance(1)
      await register(line)
      expect(await stored()).toEqual(before)
    }
  })

  test('a notice of long ago opens it', async ({ store }) => {
    const { day, register, first } = await registered(store, 'person', 'notice')
    expect(await register({ notified_on: day(-30) })).toEqual({ ...first, state: 'usable' })
    expect(await tokenRow(store, first.token)).toMatchObject({
      state: 'usable',
      listed: 'usable',
      usable_from: day(0),
    })
  })

  test('a notice opens nothing that was stopped, and what its holder is not told yet', async ({ store }) => {
    const { day, register, first } = await registered(store, 'person', 'notice')
    const { linkage_id, list } = await tokenRow(store, first.token)
    await store.transact((tx) =>
      tx.updateTable('token').set({ state: 'revoked', listed: 'revoked' }).execute(),
    )
    await store.transact((tx) => tx.updateTable('linkage').set({ generation: 2 }).execute())
    await put(store, {
      token: [
        {
          token: 'next',
          linkage_id,
          generation: 2,
          database_id: 'notice',
          list,
          idx: 9,
          state: 'waiting',
          listed: 'hidden',
        },
      ],
    })
    expect(await register({ notified_on: day(-1) })).toEqual({ ...first, state: 'revoked' })
    expect(await tokenRow(store, first.token)).toMatchObject({ state: 'revoked', listed: 'revoked' })
    expect(await tokenRow(store, 'next')).toMatchObject({
      state: 'waiting',
      listed: 'hidden',
      usable_from: day(29),
    })
    expect(await rowsOf(store, 'linkage')).toMatchObject([{ notified_on: day(-1) }])
  })

  test('a notice given before counts for the next token, too', async ({ store }) => {
    const { linkages, day, register, first } = await registered(store, 'person', 'notice')
    await register({ notified_on: day(-10) })
    await linkages.removeAll('notice', [first.token])
    expect(await register({ notified_on: day(0) })).toMatchObject({ state: 'waiting', usable_from: day(20) })
  })
})

describe('a standing stop', () => {
  const stop = (store: Store, subject: string, recorded_at: number) =>
    put(store, { decision: [{ subject, recorded_at }] })

  test('closes a linkage at its birth', async ({ store }) => {
    const { parts, linkages, subject } = openHolder(store)
    await stop(store, subject('person'), parts.now() - DAY)
    const [answer] = await linkages.registerAll('a', 'research', [{ subject: 'person' }])
    expect(answer).toMatchObject({ state: 'revoked' })
    expect(await rowsOf(store, 'token')).toMatchObject([{ state: 'revoked', listed: 'revoked' }])
  })

  test('closes none in a database that it cannot reach, unless another process knows better', async ({
    store,
  }) => {
    const { parts, linkages, subject } = openHolder(store, LAW)
    for (const id5 of ['one', 'two'])
      await put(store, {
        decision: [{ id: id5, receipt_number: id5, subject: subject(id5), recorded_at: parts.now() - DAY }],
      })
    const register = (id5: string) => linkages.registerAll('law', 'research', [{ subject: id5 }])
    expect(await register('one')).toMatchObject([{ state: 'usable' }])
    await put(store, { covered: [{ database_id: 'law' }] })
    expect(await register('two')).toMatchObject([{ state: 'revoked' }])
  })
})

describe('the linkages of a database', () => {
  test('are listed in slices, as they were published', async ({ store }) => {
    const { linkages } = openHolder(store)
    await put(store, {
      linkage: ['1', '2', '3', '4', 'gone'].map((id) => ({
        id,
        subject: id,
        notified_on: id === '2' ? '2026-01-01' : null,
        removed_at: id === 'gone' ? 1 : null,
      })),
      token: [
        { token: 't1', linkage_id: '1', idx: 1, state: 'revoked' },
        { token: 't2', linkage_id: '2', idx: 2, listed: 'waiting', usable_from: '2026-12-01' },
        { token: 't3', linkage_id: '3', idx: 3, listed: 'revoked', usable_from: '2026-12-01' },
        { token: 't4', linkage_id: '4', idx: 4, usable_from: '2026-01-01' },
        { token: 'gone', linkage_id: 'gone', idx: 5, listed: 'removed' },
      ],
    })
    const line = (
      n: number,
      state: string,
      usable_from: string | null,
      notified_on: string | null = null,
    ) => ({
      token: `t${n}`,
      status_list: { uri: `${ORIGIN}/statuslists/a/research/1`, idx: n },
      state,
      usable_from,
      purpose: 'research',
      notified_on,
    })
    const first = await linkages.slice('a', null, 3)
    expect(first?.told).toEqual([
      line(1, 'usable', null),
      line(2, 'waiting', '2026-12-01', '2026-01-01'),
      line(3, 'revoked', null),
    ])
    const second = await linkages.slice('a', first?.last ?? null, 10)
    expect(second?.told).toEqual([line(4, 'usable', null)])
    expect(await linkages.slice('a', second?.last ?? null, 10)).toBeNull()
    expect(await linkages.slice('b', null, 10)).toBeNull()
  })
})
