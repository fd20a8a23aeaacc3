import { expect } from 'vitest'
import { createPublisher } from '../../api/publisher.ts'
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
