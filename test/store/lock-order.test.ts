import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { expect, vi } from 'vitest'
import { lockLinkages } from '../../api/store/locks.ts'
import { openWaiting } from '../../api/store/records/linkages.ts'
import type { Store } from '../../api/store/store.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** Shorter than the time after which PostgreSQL ends an idle transaction. */
const PATIENCE_MS = 4000
vi.setConfig({ testTimeout: 60_000 })

async function isWaiting({ shared, read }: Store): Promise<boolean> {
  if (!shared) return sleep(50, true)
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(20)) {
    const waiting = sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    if ((await read((db) => waiting.execute(db as unknown as Kysely<unknown>))).rows.length > 0) return true
  }
  return false
}

/**
 * Does something while another transaction holds every linkage.
 * @returns whether it waited, without a lock on anything that is locked after linkages.
 */
async function waitsForLinkages({ deps: { store } }: World, work: () => Promise<unknown>) {
  let done: Promise<unknown> = Promise.resolve()
  const found = await store.transact(async (tx) => {
    const linkages = await tx.selectFrom('linkage').select('id').execute()
    await lockLinkages(
      tx,
      linkages.map(({ id }) => id),
    )
    done = work()
    const waited = await isWaiting(store)
    if (store.shared)
      for (const table of ['token', 'outbox', 'status_list', 'audit_chain'] as const)
        await tx.selectFrom(table).selectAll().forUpdate().noWait().execute()
    return waited
  })
  await done
  return found
}

test('whatever changes a linkage locks it before its tokens, the pools and the lists', async ({ world }) => {
  const { store } = world.deps
  const holder = world.holder('demo-registry')
  const numbers = numbersOf(ordinary(0))
  const [linked] = await holder.link('research', [numbers])
  if (!linked || !('token' in linked)) throw new Error('not linked')
  await store.transact((tx) =>
    tx.updateTable('token').set({ listed: 'waiting', state: 'waiting', usable_from: '2000-01-01' }).execute(),
  )
  const open = () => store.transact((tx) => openWaiting(tx, '2000-01-02', 0, 10))
  expect(await waitsForLinkages(world, open), 'what opens them when their day has come').toBe(true)
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await holder.streamId()
  const database = { database: 'demo-registry' }
  const stop = await patient.signed('stop', database)
  expect(await waitsForLinkages(world, () => patient.sendDecision(stop, 'stop-in-order'))).toBe(true)
  expect(await waitsForLinkages(world, () => world.tick()), 'a publisher').toBe(true)
  const allow = await patient.signed('allow', database)
  expect(await waitsForLinkages(world, () => patient.sendDecision(allow, 'allow-in-order'))).toBe(true)
  expect(await waitsForLinkages(world, () => holder.link('research', [numbers])), 'registering').toBe(true)
})

test('a linkage that is taken back while its day comes stays closed', async ({ world }) => {
  const { store } = world.deps
  const [linked] = await world.holder('demo-registry').link('research', [numbersOf(ordinary(0))])
  if (!linked || !('token' in linked)) throw new Error('not linked')
  await store.transact((tx) =>
    tx.updateTable('token').set({ listed: 'waiting', usable_from: '2000-01-01' }).execute(),
  )
  let opened: Promise<unknown> = Promise.resolve()
  await store.transact(async (tx) => {
    const linkages = await tx.selectFrom('linkage').select('id').execute()
    await lockLinkages(
      tx,
      linkages.map(({ id }) => id),
    )
    await tx.updateTable('token').set({ listed: 'removed' }).execute()
    opened = store.transact((other) => openWaiting(other, '2000-01-02', 0, 10))
    await isWaiting(store)
  })
  await opened
  const listed = await store.read((db) => db.selectFrom('token').select('listed').execute())
  expect(listed).toEqual([{ listed: 'removed' }])
})
