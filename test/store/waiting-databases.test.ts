import { expect } from 'vitest'
import { databasesWaiting } from '../../api/store/feeds/pools.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'

test('a database with several waiting changes is named once', async ({ world }) => {
  for (const index of [0, 1]) {
    const patient = world.patient()
    await patient.enrol(ordinary(index).id)
    await world.holder('demo-registry').link('research', [numbersOf(ordinary(index))])
    await patient.decide('stop', { all: true })
  }
  expect((await world.check()).outbox).toHaveLength(2)
  expect(await world.deps.store.read(databasesWaiting)).toEqual(['demo-registry'])
})
