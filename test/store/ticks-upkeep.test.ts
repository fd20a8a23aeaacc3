import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, vi } from 'vitest'
import { openPublisher, TICK_MS } from '../support/bare-publisher.ts'
import { test } from '../support/bare-store.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { linked, put, rowsOf } from '../support/rows.ts'

describe('a tick', () => {
  test('opens every waiting token whose day has come in Japan', async ({ store }) => {
    const { publisher, clock, now } = openPublisher(store)
    clock.set(Date.parse('2026-11-24T15:00:00Z') - now())
    const waits = (token: string, usable_from: string) =>
      ({ token, state: 'waiting', listed: 'waiting', usable_from }) as const
    await put(
      store,
      linked(
        ...Array.from({ length: 501 }, (_, i) => waits(`t${i}`, '2026-11-25')),
        waits('tomorrow', '2026-11-26'),
      ),
    )
    await publisher.tick()
    const tokens = await rowsOf(store, 'token')
    expect(tokens.filter(({ state, listed }) => state === 'usable' && listed === 'usable')).toHaveLength(501)
    expect(tokens.find(({ token }) => token === 'tomorrow')).toMatchObject({
      state: 'waiting',
      listed: 'waiting',
    })
    expect(tokens.find(({ token }) => token === 't0')).toMatchObject({ changed_at: now() })
  })

  test('builds lists that changed, grew old, or were signed by a clock ahead, ten at a time', async ({
    store,
  }) => {
    const { publisher, now, built } = openPublisher(store)
    await put(store, {
      status_list: [
        { list: 1, signed_at: now() - 150 * SECOND },
        { list: 2, signed_at: now() - 150 * SECOND - 1 },
        { list: 3, signed_at: now() + MINUTE },
        { list: 4, signed_at: now() + MINUTE + 1 },
        { list: 5, signed_at: now(), change_no: 2 },
        { list: 6, signed_at: now(), change_no: 2, assigned: 0 },
        ...Array.from({ length: 8 }, (_, i) => ({ list: 11 + i })),
      ],
    })
    await publisher.tick()
    expect(built.map(({ length }) => length)).toEqual([10, 1])
    expect(built.flat().toSorted((a, b) => a - b)).toEqual([2, 4, 5, 11, 12, 13, 14, 15, 16, 17, 18])
  })

  test('looks first whether the store has gone back, and then does nothing', async ({ store }) => {
    const { publisher, clock, at, built, spies, steps } = openPublisher(store)
    await put(store, { ...linked({ token: 't' }), outbox: [{}], status_list: [{}], session: [{}] })
    at.mayPublish = false
    expect(publisher.lastTick()).toBeNull()
    await publisher.tick()
    expect(spies.look).toHaveBeenCalledOnce()
    expect([steps, built, spies.heartbeat.mock.calls, spies.anchor.mock.calls]).toEqual([[], [], [], []])
    expect(publisher.lastTick()).toBe(clock.monotonic())
    at.mayPublish = true
    clock.advance(TICK_MS)
    spies.look.mockImplementation(async () => void expect(steps).toEqual([]))
    await publisher.tick()
    expect(spies.look).toHaveBeenCalledTimes(2)
    expect(await rowsOf(store, 'event')).toHaveLength(1)
    expect(built).toHaveLength(1)
    expect(spies.heartbeat).toHaveBeenCalledOnce()
    expect(publisher.lastTick()).toBe(clock.monotonic())
  })

  test('wakes who waits for what another process published, on a shared store alone', async ({ store }) => {
    const stream = (database_id: string) => ({ id: database_id, database_id })
    await put(store, { stream: [stream('a'), stream('b')], feed: [{}, { database_id: 'b' }] })
    for (const shared of [false, true]) {
      const { publisher, at, spies } = openPublisher(store)
      at.shared = shared
      await publisher.tick()
      await store.transact((tx) =>
        tx
          .updateTable('feed')
          .set((eb) => ({ seq: eb('seq', '+', 1) }))
          .where('database_id', '=', 'a')
          .execute(),
      )
      await publisher.tick()
      expect(spies.notify.mock.calls).toEqual(shared ? [['a']] : [])
    }
  })
})

describe('once a minute a tick', () => {
  test('drops everything that has expired, and anchors the audit trail', async ({ store }) => {
    const { publisher, clock, now, spies, steps } = openPublisher(store)
    const many = (prefix: string) => Array.from({ length: 1001 }, (_, i) => `${prefix}${i}`)
    const claim = (key: string, created_at: number, decision_id: string | null = null) => ({
      key,
      created_at,
      decision_id,
    })
    await put(store, {
      patient: [{}],
      assertion: [
        ...many('old').map((jti) => ({ jti, expires_at: now() })),
        { jti: 'good', expires_at: now() + 1 },
      ],
      usage_upload: [
        { id: 'one', begun_at: now() - DAY - 1 },
        { id: 'two', begun_at: now() - DAY - 1 },
        { id: 'running', begun_at: now() - DAY },
        { id: 'done', begun_at: 0, completed_at: 1 },
      ],
      idempotency: [
        ...many('dead').map((key) => claim(key, now() - 10 * MINUTE - 1)),
        claim('alive', now() - 10 * MINUTE),
      ],
    })
    await publisher.tick()
    expect((await rowsOf(store, 'assertion')).map(({ jti }) => jti)).toEqual(['good'])
    expect((await rowsOf(store, 'usage_upload')).map(({ id }) => id).toSorted()).toEqual(['done', 'running'])
    expect((await rowsOf(store, 'idempotency')).map(({ key }) => key)).toEqual(['alive'])
    expect(spies.anchor).toHaveBeenCalledOnce()
    expect(new Set(steps)).toEqual(new Set(['wrote {"lane":"later"}']))

    clock.advance(MINUTE - 1)
    await publisher.tick()
    expect(await rowsOf(store, 'assertion')).toHaveLength(1)
    expect(spies.anchor).toHaveBeenCalledOnce()
    clock.advance(1)
    await publisher.tick()
    expect(await rowsOf(store, 'assertion')).toEqual([])
    expect(spies.anchor).toHaveBeenCalledTimes(2)
    clock.set(HOUR)
    await publisher.tick()
    expect(spies.anchor, 'the wall clock does not count').toHaveBeenCalledTimes(2)
  })
})

/** Until the next tick is set. */
async function resting(): Promise<void> {
  while (vi.getTimerCount() === 0) await nextTurn()
}

describe('a publisher', () => {
  test('ticks again some time after its tick has ended, even one that failed, until it is stopped', async ({
    store,
  }) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { publisher, at, spies } = openPublisher(store)
      at.mayPublish = false
      publisher.start()
      await resting()
      expect(spies.look).toHaveBeenCalledOnce()
      vi.advanceTimersByTime(TICK_MS - 1)
      expect(spies.look).toHaveBeenCalledOnce()
      const broken = new Error('broken')
      spies.look.mockRejectedValueOnce(broken)
      vi.advanceTimersByTime(1)
      expect(spies.look).toHaveBeenCalledTimes(2)
      await resting()
      expect(spies.error.mock.calls).toEqual([[{ err: broken }, 'tick failed']])

      vi.advanceTimersByTime(TICK_MS)
      await resting()
      expect(spies.look).toHaveBeenCalledTimes(3)
      await publisher.stop()
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test('that is stopped ends its tick, and begins no other', async ({ store }) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { publisher, at, spies } = openPublisher(store)
      at.mayPublish = false
      const { promise, resolve } = Promise.withResolvers<void>()
      spies.look.mockReturnValueOnce(promise)
      publisher.start()
      const stopped = publisher.stop()
      expect(publisher.lastTick()).toBeNull()
      resolve()
      await stopped
      expect(publisher.lastTick()).not.toBeNull()
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test('that never started stops at once', async ({ store }) => {
    const { publisher } = openPublisher(store)
    await expect(publisher.stop()).resolves.toBeUndefined()
  })
})
