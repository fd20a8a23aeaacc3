import { describe, expect } from 'vitest'
import { openPublisher, POOL, TICK_MS, wait, waitingIn } from '../support/bare-publisher.ts'
import { test } from '../support/bare-store.ts'
import { rowsOf } from '../support/rows.ts'

const later = (now: number) => ({ deadline: now + 60_000 })

describe('a round', () => {
  test('is made when as many people wait as the pool demands', async ({ store }) => {
    const { publisher, now } = openPublisher(store)
    await wait(store, [
      { token: 'x', ...later(now()) },
      { token: 'x2', subject: 'x', of: { purpose: 'industry' }, ...later(now()) },
    ])
    await publisher.tick()
    expect(await waitingIn(store), 'one person').toEqual(['x', 'x2'])
    expect(await rowsOf(store, 'feed')).toEqual([])
    await wait(store, [{ token: 'y', ...later(now()) }])
    await publisher.tick()
    expect(await waitingIn(store), 'two').toEqual([])
    expect(await rowsOf(store, 'feed')).toMatchObject([{ seq: 3, round_at: now() }])
  })

  test('is made by one publisher in an interval', async ({ store }) => {
    const { publisher, clock, now } = openPublisher(store)
    clock.advance(TICK_MS - (now() % TICK_MS))
    await wait(store, [{ token: 'x' }])
    await publisher.tick()
    await wait(store, [{ token: 'y' }])
    clock.advance(TICK_MS - 1)
    await publisher.tick()
    expect(await waitingIn(store)).toEqual(['y'])
    clock.advance(1)
    await publisher.tick()
    expect(await waitingIn(store)).toEqual([])
  })

  test('is every tick where nothing is held back, and leaves no time', async ({ store }) => {
    const { publisher } = openPublisher(store, { pool: { ...POOL, maxMs: 0, allowMs: 0 } })
    for (const idx of [0, 1]) {
      await wait(store, [{ token: `t${idx}` }])
      await publisher.tick()
      expect(await waitingIn(store)).toEqual([])
    }
    expect(await rowsOf(store, 'feed')).toMatchObject([{ seq: 2, round_at: null }])
  })

  test('in which no draw lets anybody go publishes nothing, and is not made again', async ({ store }) => {
    const { publisher, now, at, spies, steps } = openPublisher(store)
    at.below = (n) => n - 1
    await wait(store, [
      { token: 'x', ...later(now()) },
      { token: 'y', ...later(now()) },
    ])
    await publisher.tick()
    at.below = () => 0
    await publisher.tick()
    expect(await waitingIn(store)).toEqual(['x', 'y'])
    expect(await rowsOf(store, 'event')).toEqual([])
    expect([spies.info.mock.calls, spies.notify.mock.calls, spies.saw.mock.calls]).toEqual([[], [], []])
    expect(steps.filter((step) => step.includes('durable'))).toHaveLength(1)
  })

  test('draws once for each person', async ({ store }) => {
    const { publisher, now, at } = openPublisher(store)
    const draws = [0, 1]
    at.below = (n) => (n === 2 ? (draws.shift() ?? 0) : 0)
    await wait(store, [
      { token: 'x', ...later(now()) },
      { token: 'y', ...later(now()) },
    ])
    await publisher.tick()
    expect(await waitingIn(store)).toHaveLength(1)
    expect(await rowsOf(store, 'event')).toHaveLength(1)
  })

  test('takes an allow when its extra time is over, or was never drawn so', async ({ store }) => {
    const { publisher, now } = openPublisher(store)
    const farthest = now() + POOL.maxMs + POOL.allowMs
    const create = (token: string, not_before: number) =>
      ({ token, kind: 'create', not_before, deadline: now() }) as const
    await wait(store, [
      create('due', now()),
      create('early', now() + 1),
      create('farthest', farthest),
      create('impossible', farthest + 1),
    ])
    await publisher.tick()
    expect(await waitingIn(store)).toEqual(['early', 'farthest'])
  })

  test('is not needed for what the holder was told when it registered', async ({ store }) => {
    const { publisher, now, at, spies } = openPublisher(store)
    at.below = (n) => n - 1
    await wait(store, [
      { token: 'told', of: { listed: 'revoked' }, ...later(now()) },
      { token: 'x', ...later(now()) },
      { token: 'other', database_id: 'b', ...later(now()) },
    ])
    await publisher.tick()
    expect(await waitingIn(store)).toEqual(['other', 'x'])
    expect(spies.notify.mock.calls).toEqual([['a']])
    expect((await rowsOf(store, 'feed')).map(({ round_at }) => round_at)).toEqual([null])
  })
})
