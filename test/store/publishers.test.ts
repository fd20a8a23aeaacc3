import { expect } from 'vitest'
import { createPublisher } from '../../api/feed/publisher.ts'
import { headOf } from '../../api/store/feeds/heads.ts'
import { waitingChanges } from '../../api/store/feeds/pools.ts'
import { Overtaken, publish } from '../../api/store/feeds/publish.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'

const PUBLISHERS = 4

test('publishers that tick at the same moment number each change once (I2)', async ({ world }) => {
  const publishers = Array.from({ length: PUBLISHERS }, () => createPublisher(world.deps))
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  for (const id of ['demo-registry', 'demo-biobank'] as const)
    await world.holder(id).link('research', [numbersOf(ordinary(0))])
  for (const choice of ['stop', 'allow', 'stop'] as const) {
    await patient.decide(choice, { all: true })
    await Promise.all(publishers.map(({ tick }) => tick()))
    await world.check()
  }
  const { event, outbox } = await world.check()
  expect([event.length, outbox.length]).toEqual([6, 0])
})

test('nothing prepared before a linkage was taken back is published', async ({ world }) => {
  const registry = world.holder('demo-registry')
  await registry.link('research', [numbersOf(ordinary(0)), numbersOf(ordinary(1))])
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await patient.decide('stop', { all: true })
  const before = await world.fingerprint()
  const { store } = world.deps
  const head = await store.read((db) => headOf(db, 'demo-registry'))
  const now = world.clock.now().getTime()
  const waiting = await store.read((db) =>
    waitingChanges(db, 'demo-registry', { now, farthest: now }, { limit: 10, onlyTold: false }),
  )
  const going = waiting.map((change) => ({ ...change, listed: 'revoked' as const }))
  const gone = going.map((change) => ({ ...change, id: 'gone' }))
  expect(going).toHaveLength(1)
  const publishing = store.transact((tx) => publish(tx, 'demo-registry', head, head, [], [...going, ...gone]))
  await expect(publishing).rejects.toThrow(Overtaken)
  expect(await world.fingerprint()).toBe(before)
})
