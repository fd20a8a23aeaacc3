import { describe, expect } from 'vitest'
import type { Store } from '../../api/store/store.ts'
import { openPublisher, wait, waitingIn } from '../support/bare-publisher.ts'
import { test } from '../support/bare-store.ts'
import { databaseOf } from '../support/catalogue.ts'
import { put, rowsOf } from '../support/rows.ts'

const eventsOf = async (store: Store) =>
  (await rowsOf(store, 'event')).toSorted((one, other) => one.seq - other.seq)
const listedIn = async (store: Store) =>
  Object.fromEntries((await rowsOf(store, 'token')).map(({ token, listed }) => [token, listed]))

describe('a tick', () => {
  test('publishes a change as a signed event, in whole seconds, and tells who waits for it', async ({
    store,
  }) => {
    const { publisher, clock, now, spies, steps } = openPublisher(store)
    clock.advance(1000 - (now() % 1000) + 999)
    await wait(store, [
      {
        token: 'new',
        kind: 'create',
        replaces: 'old',
        recorded_at: 7,
        ordinal: 3,
        of: { idx: 5, list: 2, purpose: 'industry' },
      },
    ])
    await publisher.tick()
    const published_at = Math.floor(now() / 1000) * 1000
    const [event] = await eventsOf(store)
    expect(event).toEqual({
      database_id: 'a',
      seq: 1,
      jti: expect.stringMatching(/^[\w-]{22}$/),
      token: 'new',
      kind: 'create',
      recorded_at: 7,
      published_at,
      ordinal: 3,
      decided_by: null,
      set: expect.any(String),
      revoked_count: 0,
      revoked_digest: 'A'.repeat(43),
    })
    expect(JSON.parse(event?.set ?? '')).toEqual({
      typ: 'secevent+jwt',
      iss: 'https://erabu.example',
      aud: 'a',
      iat: published_at / 1000,
      jti: event?.jti,
      txn: expect.stringMatching(/^[\w-]{22}$/),
      sub_id: { format: 'opaque', id: 'new' },
      events: {
        'https://schemas.openid.net/secevent/caep/event-type/credential-change': expect.objectContaining({
          change_type: 'create',
          'urn:erabu:linkage': {
            seq: 1,
            purpose: 'industry',
            replaces: 'old',
            status_list: { uri: 'https://erabu.example/statuslists/a/industry/2', idx: 5 },
          },
        }),
      },
    })
    expect(JSON.parse(event?.set ?? '').txn).not.toBe(event?.jti)
    expect(await waitingIn(store)).toEqual([])
    expect(spies.saw.mock.calls).toMatchObject([[{ database_id: 'a', seq: 1, jti: event?.jti }]])
    expect(spies.notify.mock.calls).toEqual([['a']])
    expect(spies.info.mock.calls).toEqual([[{ database: 'a', through: 1, events: 1 }, 'published']])
    expect(steps).toContain('wrote {"durable":false}')
    expect(steps[steps.indexOf('signed a') + 1]).toBe('wrote {"lane":"later"}')
  })

  test('numbers changes from the head on, and counts what was revoked', async ({ store }) => {
    const { publisher } = openPublisher(store)
    await put(store, { feed: [{ seq: 4, revoked_count: 2, revoked_digest: 'A'.repeat(43) }] })
    await wait(store, [{ token: 'x' }, { token: 'y' }])
    await publisher.tick()
    expect((await eventsOf(store)).map(({ seq, revoked_count }) => [seq, revoked_count])).toEqual([
      [5, 3],
      [6, 4],
    ])
    const [feed] = await rowsOf(store, 'feed')
    expect(feed).toMatchObject({ seq: 6, revoked_count: 4 })
    expect(feed?.revoked_digest).toBe((await eventsOf(store)).at(-1)?.revoked_digest)
  })

  test('numbers changes in an order that is drawn, those of one linkage as they happened', async ({
    store,
  }) => {
    const { publisher } = openPublisher(store)
    const tokens = ['t1', 't2', 't3', 't4', 't5']
    await wait(
      store,
      tokens.map((token) => ({ token })),
    )
    const next = { token: 'next', kind: 'create', replaces: 't1' } as const
    await put(store, {
      token: [{ token: 'next', linkage_id: 't1', generation: 2, idx: 9, listed: 'hidden' }],
      outbox: [{ id: 'next', ...next }],
    })
    await publisher.tick()
    const order = (await eventsOf(store)).map(({ token }) => token)
    expect(order.toSorted()).toEqual(['next', ...tokens])
    expect(order).not.toEqual([...tokens, 'next'])
    expect(order.indexOf('t1')).toBeLessThan(order.indexOf('next'))
  })

  test('opens to a holder only what the catalogue has, and the law lets it use', async ({ store }) => {
    const notice = (id: string) => databaseOf({ id, notice_days: 30 })
    const { publisher } = openPublisher(store, {
      databases: [databaseOf({ id: 'a' }), notice('b'), notice('c')],
    })
    const create = (database_id: string) =>
      ({ token: `of ${database_id}`, kind: 'create', database_id }) as const
    await wait(store, [
      create('a'),
      create('b'),
      { ...create('c'), notified_on: '2020-01-01' },
      create('gone'),
      { token: 'stopped', database_id: 'b' },
    ])
    await publisher.tick()
    expect(await listedIn(store)).toEqual({
      'of a': 'usable',
      'of b': 'waiting',
      'of c': 'usable',
      'of gone': 'waiting',
      stopped: 'revoked',
    })
  })

  test('publishes more than one batch of a database, and signs a hundred events in a turn', async ({
    store,
  }) => {
    const { publisher, steps, spies } = openPublisher(store)
    const many = Array.from({ length: 1001 }, (_, i) => ({ token: `t${i}` }))
    await wait(store, many)
    const turns: number[] = []
    let turn = 0
    let counting = setImmediate(function count() {
      turn += 1
      counting = setImmediate(count)
    })
    spies.info.mockImplementation(() => turns.push(turn))
    const signedIn: number[] = []
    const push = steps.push.bind(steps)
    steps.push = (step) => {
      if (step === 'signed a') signedIn.push(turn)
      return push(step)
    }
    await publisher.tick()
    clearImmediate(counting)
    expect(await waitingIn(store)).toEqual([])
    expect((await eventsOf(store)).map(({ seq }) => seq)).toEqual(many.map((_, i) => i + 1))
    expect(spies.info.mock.calls.map(([{ events, through }]) => [events, through])).toEqual([
      [1000, 1000],
      [1, 1001],
    ])
    const perTurn = [...Map.groupBy(signedIn, (one) => one).values()].map(({ length }) => length)
    expect(perTurn).toEqual([...Array(10).fill(100), 1])
  })

  test('commits small batches of several databases together, and a large one by itself', async ({
    store,
  }) => {
    const { publisher, steps } = openPublisher(store)
    const many = Array.from({ length: 500 }, (_, i) => ({ token: `t${i}` }))
    const other = (database_id: string) => ({ token: database_id, database_id })
    await wait(store, [...many, other('b'), other('c'), other('d')])
    await publisher.tick()
    const order = steps
      .flatMap((step) => (step === 'wrote {"lane":"later"}' ? ['|'] : (step.match(/(?<=signed )./) ?? [])))
      .join('')
      .replace(/a+/g, 'a')
    const signed = order.replaceAll('|', '')
    expect([...signed].toSorted()).toEqual(['a', 'b', 'c', 'd'])
    const large = signed.indexOf('a') + 1
    expect(order.match(/[a-d]+/g)).toEqual([signed.slice(0, large), signed.slice(large)].filter(Boolean))
    expect(order).toContain(`a${'|'.repeat(large)}`)
    expect(await rowsOf(store, 'event')).toHaveLength(503)
  })
})

describe('a batch that no longer fits the store', () => {
  test('is prepared again', async ({ store }) => {
    const { publisher, at, spies, steps } = openPublisher(store)
    await wait(store, [{ token: 'x' }, { token: 'y' }])
    at.beforeWrite = async () => {
      if (!steps.includes('signed a')) return
      at.beforeWrite = async () => {}
      await store.transact((tx) => tx.deleteFrom('outbox').where('token', '=', 'x').execute())
    }
    await publisher.tick()
    expect((await eventsOf(store)).map(({ seq, token }) => [seq, token])).toEqual([[1, 'y']])
    expect(spies.info.mock.calls).toEqual([[{ database: 'a', through: 1, events: 1 }, 'published']])
    expect(spies.saw).toHaveBeenCalledOnce()
  })

  test('ends the tick where the store fails otherwise', async ({ store }) => {
    const { publisher, at, steps, spies } = openPublisher(store)
    await wait(store, [{ token: 'x' }])
    at.beforeWrite = async () => {
      if (steps.includes('signed a')) throw new Error('broken')
    }
    await expect(publisher.tick()).rejects.toThrow('broken')
    expect(await waitingIn(store)).toEqual(['x'])
    expect([spies.info.mock.calls, publisher.lastTick()]).toEqual([[], null])
  })
})
