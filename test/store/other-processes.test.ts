import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOtherProcesses } from '../../api/feed/other-processes.ts'
import { createWakeUps } from '../../api/feed/wake-ups.ts'
import { publish } from '../../api/store/feeds/publish.ts'
import { insertStream, insertStreamEvent } from '../../api/store/feeds/streams.ts'
import type { Store } from '../../api/store/store.ts'
import { openStore, placeForStore } from '../support/engine.ts'

const HEAD = { seq: 0, revoked_count: 0, revoked_digest: '' }
const folder = mkdtempSync(join(tmpdir(), 'erabu-watch-'))
let store: Store

beforeAll(async () => {
  store = await openStore(await placeForStore(folder))
  for (const database_id of ['a', 'b'])
    await store.transact((tx) =>
      insertStream(tx, {
        id: `stream-${database_id}`,
        database_id,
        description: null,
        events_requested: null,
        status: 'enabled',
        status_reason: null,
        cursor: 0,
        created_at: 0,
        noticed_at: 0,
      }),
    )
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

test('a long poll is woken only by what another process published or queued for it', async () => {
  const wakeUps = createWakeUps()
  const look = createOtherProcesses({ store, wakeUps })
  const woken = new Set<string>()
  const forever = new AbortController().signal
  const wait = (database: string) =>
    void wakeUps.wait(database, 60_000, forever).then(() => woken.add(database))
  const wokenByLook = async () => {
    woken.clear()
    await look()
    await Promise.resolve()
    return [...woken]
  }

  await look()
  for (const database of ['a', 'b']) wait(database)
  expect(await wokenByLook()).toEqual([])

  await store.transact((tx) => publish(tx, 'a', HEAD, { ...HEAD, seq: 1 }, [], []))
  expect(await wokenByLook()).toEqual(['a'])

  await store.transact((tx) =>
    insertStreamEvent(tx, { jti: 'n', stream_id: 'stream-b', set: '', created_at: 7 }),
  )
  expect(await wokenByLook()).toEqual(['b'])
  wakeUps.close()
})

test('after the store went back every long poll looks, whatever its numbers say', async () => {
  let generation = store.generation()
  const wakeUps = createWakeUps()
  const look = createOtherProcesses({ store: { ...store, generation: () => generation }, wakeUps })
  const woken = new Set<string>()
  const forever = new AbortController().signal
  await look()
  for (const database of ['a', 'b'])
    void wakeUps.wait(database, 60_000, forever).then(() => woken.add(database))
  generation += 1
  await look()
  await Promise.resolve()
  expect(woken).toEqual(new Set(['a', 'b']))

  // Once: the next look wakes nobody again.
  woken.clear()
  void wakeUps.wait('a', 60_000, forever).then(() => woken.add('a'))
  await look()
  await Promise.resolve()
  expect(woken).toEqual(new Set())
  wakeUps.close()
})
