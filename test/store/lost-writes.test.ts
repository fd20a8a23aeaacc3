import { expect, vi } from 'vitest'
import { appendAudit } from '../../api/store/audit.ts'
import { beginEpoch } from '../../api/store/begin-epoch.ts'
import { StoreUnavailable } from '../../api/store/errors.ts'
import { createSetback } from '../../api/store/setback.ts'
import { insertSetback } from '../../api/store/setbacks.ts'
import type { Store, TransactOptions, Transactor } from '../../api/store/store.ts'
import { test } from '../support/bare-store.ts'
import { createClock } from '../support/clock.ts'
import { put, rowsOf } from '../support/rows.ts'

const TICK_MS = 1000

/** One process on a store, whose connection can break off and whose timeline can change. */
function startProcess(store: Store) {
  const clock = createClock()
  clock.hold()
  const at = { generation: 0, timeline: null as number | null, reads: 0, watched: 0 }
  const passed: (TransactOptions | undefined)[] = []
  /** What happens as the next transactions begin; it may run their attempt once more. */
  const before: ((again: () => Promise<unknown>) => unknown)[] = []
  const opened: Store = {
    ...store,
    generation: () => at.generation,
    timeline: () => at.timeline,
    keepWatch() {
      at.watched += 1
    },
    read(fn) {
      at.reads += 1
      return store.read(fn)
    },
    transact(fn, options) {
      passed.push(options)
      return store.transact(async (tx) => {
        await before.shift()?.(() => fn(tx))
        return fn(tx)
      }, options)
    },
  }
  const epoch: { epoch?: string } = {}
  const restored: { at: number | null } = { at: null }
  const log = { warn: vi.fn(), error: vi.fn() }
  const setback = createSetback({ opened, epoch, restored, clock, config: { tickMs: TICK_MS }, log })
  return { setback, clock, at, passed, before, epoch, restored, log }
}

const publish = (store: Store, ...seqs: number[]) =>
  put(store, {
    feed: [{ seq: seqs.at(-1) ?? 0 }],
    event: seqs.map((seq) => ({ seq, jti: `j${seq}`, token: `t${seq}` })),
  })
const event = (seq: number, jti = `j${seq}`) => ({ database_id: 'a', seq, jti })
const nothing = async () => undefined
/** What a standby that was promoted lacks. */
const lose = (store: Store, of: (tx: Transactor) => Promise<unknown>) => store.transact(of)
const loseEvent = (store: Store, seq: number) =>
  lose(store, (tx) => tx.deleteFrom('event').where('seq', '=', seq).execute())

test('a process that misses an event says so once, writes nothing more, and still reads', async ({
  store,
}) => {
  const { setback, log, at } = startProcess(store)
  await publish(store, 1, 2)
  await setback.look()
  expect([setback.reason(), setback.mayPublish(), setback.store.generation(), at.watched]).toEqual([
    null,
    true,
    0,
    1,
  ])
  await loseEvent(store, 2)
  await setback.look()
  expect(setback.reason()).toBe('event 2 of a is gone')
  expect([setback.mayPublish(), setback.store.generation(), at.watched]).toEqual([false, 1, 1])
  expect(await rowsOf(store, 'setback')).toMatchObject([{ id: 1, reason: 'event 2 of a is gone' }])
  await expect(setback.store.transact(nothing)).rejects.toThrow(StoreUnavailable)
  expect(await setback.store.read(async () => 'read')).toBe('read')
  await lose(store, (tx) => tx.deleteFrom('event').execute())
  await setback.look()
  expect([setback.reason(), setback.store.generation()]).toEqual(['event 2 of a is gone', 1])
  expect(log.error).toHaveBeenCalledTimes(1)
})

test('another event under the same number is a loss, and so is one that only a reader saw', async ({
  store,
}) => {
  const { setback } = startProcess(store)
  await publish(store, 1)
  setback.saw(event(1, 'of the lost leader'))
  await setback.look()
  expect(setback.reason()).toBe('event 1 of a is gone')
})

test('of each feed the newest event seen counts', async ({ store }) => {
  const { setback } = startProcess(store)
  await publish(store, 1, 2)
  setback.saw(event(2))
  setback.saw(event(2, 'seen second'))
  setback.saw(event(1, 'long acknowledged'))
  setback.saw({ ...event(1, 'of another feed'), database_id: 'b' })
  await setback.look()
  expect(setback.reason()).toBe('event 1 of b is gone')
})

test('an entry of the trail counts once its transaction has committed', async ({ store }) => {
  const { setback } = startProcess(store)
  const record = (chain: string, fail = false) =>
    setback.store.transact(async (tx) => {
      const entry = { at: 0, kind: 'sign-in', reference: chain, digest: null } as const
      setback.wrote(chain, await appendAudit(tx, chain, [entry]))
      if (fail) throw new Error('rolled back')
    })
  setback.wrote('outside of a transaction', 9)
  await record('one')
  await record('one')
  await expect(record('two', true)).rejects.toThrow('rolled back')
  await setback.look()
  expect(setback.reason(), 'what was rolled back is no loss').toBeNull()
  await lose(store, (tx) => tx.updateTable('audit_chain').set({ ordinal: 1 }).execute())
  await setback.look()
  expect(setback.reason()).toBe('something that was acknowledged is gone')
})

test('the furthest entry counts, in whatever order transactions end', async ({ store }) => {
  const { setback } = startProcess(store)
  await put(store, { audit_chain: [{ ordinal: 4 }] })
  const wrote = (ordinal: number) => setback.store.transact(async () => setback.wrote('chain', ordinal))
  await wrote(5)
  await wrote(3)
  await setback.look()
  expect(setback.reason()).toBe('something that was acknowledged is gone')
})

test('a change of a list that is gone is a loss', async ({ store }) => {
  const { setback } = startProcess(store)
  await put(store, { status_list: [{ change_no: 3 }] })
  await setback.look()
  await lose(store, (tx) => tx.updateTable('status_list').set({ change_no: 2 }).execute())
  await setback.look()
  expect(setback.reason()).toBe('a change of a status list is gone')
})

test('what another process has noticed stops this one, which adds nothing', async ({ store }) => {
  const { setback } = startProcess(store)
  await store.transact((tx) => insertSetback(tx, { reason: 'noticed elsewhere', noticed_at: 1 }, null))
  await expect(setback.store.transact(nothing)).rejects.toThrow('the store has gone back')
  expect(setback.reason()).toBe('noticed elsewhere')
  expect(await rowsOf(store, 'setback')).toEqual([{ id: 1, reason: 'noticed elsewhere', noticed_at: 1 }])
})

test('a write looks first where the store may have gone back, and only there', async ({ store }) => {
  const { setback, at, passed } = startProcess(store)
  const options = { lane: 'later' } as const
  expect(await setback.store.transact(async () => 'written', options)).toBe('written')
  expect([at.reads, passed]).toEqual([1, [options]])
  await setback.store.transact(nothing)
  expect(at.reads).toBe(1)
  at.generation = 1
  await Promise.all([setback.store.transact(nothing), setback.store.transact(nothing), setback.look()])
  expect(at.reads, 'one look for all').toBe(2)
})

test('a write after a loss begins no transaction', async ({ store }) => {
  const { setback, at, passed } = startProcess(store)
  await publish(store, 1)
  await setback.look()
  await loseEvent(store, 1)
  at.generation = 1
  const write = vi.fn(nothing)
  await expect(setback.store.transact(write, { lane: 'later' })).rejects.toThrow('the store has gone back')
  expect([write.mock.calls, passed], 'only that of the flag').toEqual([[], [undefined]])
})

test('a connection that breaks off as the transaction begins is looked at within it', async ({ store }) => {
  const { setback, at, before } = startProcess(store)
  await publish(store, 1)
  await setback.look()
  before.push(() => {
    at.generation = 1
  })
  expect(await setback.store.transact(async () => 'nothing is lost')).toBe('nothing is lost')
  await setback.look()
  await store.transact((tx) => insertSetback(tx, { reason: 'noticed elsewhere', noticed_at: 1 }, null))
  before.push(() => {
    at.generation = 2
  })
  const write = vi.fn(nothing)
  await expect(setback.store.transact(write)).rejects.toThrow('the store has gone back')
  expect(write).not.toHaveBeenCalled()
})

test('an attempt that was run again counts as it ended', async ({ store }) => {
  const { setback, before } = startProcess(store)
  let attempt = 0
  const write = async () => {
    attempt += 1
    if (attempt === 1) setback.wrote('of the first attempt', 1)
  }
  before.push((again) => again())
  await setback.store.transact(write)
  await setback.look()
  expect([attempt, setback.reason()]).toEqual([2, null])
})

test('what is known to be closed is kept once a setback, and again in the next', async ({ store }) => {
  const { setback, clock, log } = startProcess(store)
  let asked = 0
  setback.recallWith(async () => {
    asked += 1
    return ['t1', 't2']
  })
  await publish(store, 1)
  await setback.look()
  expect(asked, 'while nothing is lost').toBe(0)
  await loseEvent(store, 1)
  await setback.look()
  await setback.look()
  const noticed_at = clock.now().getTime()
  expect(asked).toBe(1)
  expect(await rowsOf(store, 'known_closed')).toEqual([
    { token: 't1', noticed_at },
    { token: 't2', noticed_at },
  ])
  expect(log.error).toHaveBeenCalledTimes(2)
  await store.transact((tx) => beginEpoch(tx, 'next', 5))
  await setback.look()
  await store.transact((tx) => insertSetback(tx, { reason: 'again', noticed_at: 1 }, 'next'))
  await setback.look()
  expect(asked).toBe(2)
})

test('a process that knows of nothing closed stores nothing', async ({ store }) => {
  const { setback, log, passed } = startProcess(store)
  setback.saw(event(1))
  await setback.look()
  expect(passed, 'the flag alone').toHaveLength(1)
  expect(log.error).toHaveBeenCalledTimes(1)
})

test('an epoch ends the setback, and nothing of before it is missed', async ({ store }) => {
  const { setback, epoch, restored, log } = startProcess(store)
  await publish(store, 1)
  await put(store, { status_list: [{ change_no: 9 }], audit_chain: [{ chain: 'one', ordinal: 9 }] })
  await setback.store.transact(async () => setback.wrote('one', 9))
  await setback.look()
  await loseEvent(store, 1)
  await setback.look()
  expect([setback.reason() === null, setback.store.generation()]).toEqual([false, 1])
  await lose(store, async (tx) => {
    await tx.deleteFrom('status_list').execute()
    await tx.deleteFrom('audit_chain').where('chain', '=', 'one').execute()
    await beginEpoch(tx, 'next', 5)
  })
  await setback.look()
  expect([setback.reason(), setback.mayPublish(), epoch, restored]).toEqual([
    null,
    true,
    { epoch: 'next' },
    { at: 5 },
  ])
  expect(setback.store.generation(), 'what was remembered is void').toBe(2)
  expect(log.warn).toHaveBeenCalledTimes(1)
  await setback.store.transact(nothing)
  await setback.look()
  expect(setback.store.generation(), 'it began once').toBe(2)
})

test('after a promotion nothing is published for two ticks', async ({ store }) => {
  const { setback, at, clock } = startProcess(store)
  at.timeline = 1
  await setback.look()
  expect(setback.mayPublish(), 'the first timeline that it sees').toBe(true)
  at.timeline = 2
  await setback.look()
  clock.advance(2 * TICK_MS - 1)
  expect(setback.mayPublish()).toBe(false)
  clock.advance(1)
  expect(setback.mayPublish()).toBe(true)
  await setback.look()
  expect(setback.mayPublish()).toBe(true)
})

test('a look that fails is not the last one', async ({ store }) => {
  let fails = true
  const { setback } = startProcess({
    ...store,
    read: (fn) => (fails ? Promise.reject(new StoreUnavailable('no connection')) : store.read(fn)),
  })
  await expect(setback.look()).rejects.toThrow('no connection')
  fails = false
  await setback.look()
  expect(setback.reason()).toBeNull()
})
