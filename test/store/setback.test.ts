import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { getListFromStatusListJWT } from '@sd-jwt/jwt-status-list'
import type { Kysely, KyselyPlugin } from 'kysely'
import { expect } from 'vitest'
import type { LinkageAnswer } from '../../api/contract/holder.ts'
import { createPublisher } from '../../api/feed/publisher.ts'
import { createOpsApp } from '../../api/routes/ops.ts'
import { beginEpoch } from '../../api/store/begin-epoch.ts'
import type { Schema } from '../../api/store/schema.ts'
import { createSetback } from '../../api/store/setback.ts'
import { insertSetback } from '../../api/store/setbacks.ts'
import type { Reader, Store } from '../../api/store/store.ts'
import { readStored } from '../support/check/stored.ts'
import { openStore } from '../support/engine.ts'
import type { Holder } from '../support/holder.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { codeOf } from '../support/problem.ts'
import { putBack } from '../support/put-back.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const placeOf = ({ deps: { config } }: World) =>
  config.databaseUrl ? { url: config.databaseUrl } : { data: config.data }

/** Two people who are linked in the registry, and what the registry sees of them. */
async function twoLinked(world: World) {
  const registry = world.holder('demo-registry')
  const linked = await registry.link('research', [numbersOf(ordinary(0)), numbersOf(ordinary(1))])
  const patients = [world.patient(), world.patient()] as const
  for (const [index, patient] of patients.entries()) await patient.enrol(ordinary(index).id)
  await registry.streamId()
  await world.tick()
  return { registry, patients, closed: () => Promise.all(linked.map((one) => isClosed(registry, one))) }
}

async function isClosed(holder: Holder, linkage: LinkageAnswer): Promise<boolean> {
  if (!('token' in linkage)) throw new Error('not linked')
  const { uri, idx } = linkage.status_list
  const token = await (await holder.send('GET', new URL(uri).pathname)).text()
  return getListFromStatusListJWT(token).getStatus(idx) === 1
}

const seqs = async (holder: Holder) => Object.keys((await holder.poll()).sets).length

test('a store that has gone back is noticed within a tick, opens nothing, and accepts no write until an epoch begins', async ({
  world,
}) => {
  const { registry, patients, closed } = await twoLinked(world)
  const [one, other] = patients
  const earlier = await readStored(placeOf(world))
  await one.decide('stop', { all: true })
  await world.tick()
  expect([await closed(), await seqs(registry)]).toEqual([[true, false], 1])

  await putBack(placeOf(world), earlier)
  await world.tick()
  const refused = await other.browser.send('POST', '/api/sessions/options', { json: { device: 'personal' } })
  expect([refused.status, await codeOf(refused), refused.headers.get('retry-after')]).toEqual([
    503,
    'store-unavailable',
    '5',
  ])
  await expect(registry.link('research', [numbersOf(ordinary(2))])).rejects.toThrow('store-unavailable')

  const publisher = createPublisher(world.deps)
  const ops = createOpsApp(world.deps, publisher)
  const ready = async () => (await ops.request('/readyz')).text()
  await publisher.tick()
  expect(await ready()).toMatch(
    /^the store has gone back \(event 1 of demo-registry is gone\): run `npm run restore/,
  )
  expect(await (await ops.request('/metrics')).text()).toContain('erabu_store_went_back 1')
  expect([await closed(), await seqs(registry)], 'what memory knows stays closed').toEqual([[true, false], 0])

  // The embedded engine would not start at all: its notes outside of the database know the event.
  await world.restart(async () => {
    for (const note of ['erabu.head', 'erabu.trail'])
      rmSync(join(world.deps.config.data, note), { force: true })
  })
  expect(
    (await other.browser.send('POST', '/api/sessions/options', { json: { device: 'personal' } })).status,
  ).toBe(503)
  await world.restart(async () => {
    const store = await openStore(placeOf(world))
    const at = world.clock.now().getTime()
    await store.transact((tx) => beginEpoch(tx, randomUUID(), at)).finally(() => store.close())
  })
  expect(await closed(), 'what only memory knew is closed before the first tick, in another process').toEqual(
    [true, false],
  )
  await other.signIn()
  await other.decide('stop', { all: true })
  await world.tick()
  const reader = world.holder('demo-registry')
  expect(await reader.poll().then(({ sets }) => Object.keys(sets).length), 'both are in the feed').toBe(2)
  expect(await closed(), 'with a decision in the epoch').toEqual([true, true])
  await one.signIn()
  await one.decide('allow', { all: true })
  await world.tick()
  expect(await closed(), 'its old token is closed for ever').toEqual([true, true])
}, 60_000)

test('an epoch that begins under a running process ends the setback there', async ({ world }) => {
  const { patients } = await twoLinked(world)
  const [one] = patients
  const earlier = await readStored(placeOf(world))
  await one.decide('stop', { all: true })
  await world.tick()
  const { setback } = world.deps
  await putBack(placeOf(world), earlier)
  await setback.look()
  expect(setback.reason()).not.toBeNull()
  const at = world.clock.now().getTime()
  const stored = await readStored(placeOf(world))
  expect(stored.setback).toHaveLength(1)
  // The effect of `npm run restore -- --epoch`, here written by another process.
  await putBack(placeOf(world), {
    ...stored,
    setback: [],
    session: [],
    challenge: [],
    proofing: [],
    notice: [],
    ack: [],
    stream: [],
    epoch: [{ id: 'next', began_at: at, first_list: 1000 }],
  })
  await world.tick()
  expect([setback.reason(), world.deps.epoch, world.deps.restored.at]).toEqual([null, { epoch: 'next' }, at])
  await one.signIn()
  await one.decide('stop', { all: true })
  await world.tick()
  expect((await readStored(placeOf(world))).event).toHaveLength(1)
})

test('an epoch that begins while a process looks is not mistaken for another loss', async ({ world }) => {
  await twoLinked(world)
  const { store, clock, config, log } = world.deps
  const at = clock.now().getTime()
  const stored = await readStored(placeOf(world))
  const begin = () =>
    putBack(placeOf(world), { ...stored, epoch: [{ id: 'next', began_at: at, first_list: 1000 }] })
  let answers = 0
  const beginning: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      answers += 1
      if (answers === 1) await begin()
      return result
    },
  }
  const opened: Store = {
    ...store,
    read: (fn) =>
      store.read((db) => fn((db as unknown as Kysely<Schema>).withPlugin(beginning) as unknown as Reader)),
  }
  const epoch: { epoch?: string } = {}
  const restored = { at: null }
  const setback = createSetback({ opened, epoch, restored, clock, config, log })
  setback.saw({ database_id: 'demo-registry', seq: 1, jti: 'lost with the old leader' })
  await setback.look()
  expect(answers).toBeGreaterThan(3)
  expect([setback.reason(), epoch, restored.at]).toEqual([null, { epoch: 'next' }, at])
  expect((await readStored(placeOf(world))).setback).toEqual([])
  await store.transact((tx) => insertSetback(tx, { reason: 'late', noticed_at: at }, null))
  expect((await readStored(placeOf(world))).setback, 'a flag for the epoch before').toEqual([])
})

test('a lost decision is noticed although nobody has published or listed it yet', async ({ world }) => {
  const { patients } = await twoLinked(world)
  const earlier = await readStored(placeOf(world))
  await patients[0].decide('stop', { all: true })
  await putBack(placeOf(world), earlier)
  await world.deps.setback.look()
  expect(world.deps.setback.reason()).toBe('something that was acknowledged is gone')
  await putBack(placeOf(world), { ...earlier, setback: [] })
})
