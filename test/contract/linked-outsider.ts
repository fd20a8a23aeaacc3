import { numbersOf, ordinary } from '../support/people.ts'
import type { FeedId } from '../support/setting.ts'
import type { World } from '../support/world.ts'
import { createOutsider } from './outsider.ts'
import { sealedSubject } from './subjects.ts'

export const DATABASE = 'demo-registry'

/** An outsider with a stream, who has linked the records of the first `count` people. */
export async function linkedOutsider(world: World, count: number, database: FeedId = DATABASE) {
  const outsider = await createOutsider(world.origin, world.holder(database).key, database)
  const stream = await outsider.openStream()
  const people = Array.from({ length: count }, (_, index) => ordinary(index))
  const subjects = await Promise.all(
    people.map((person) => sealedSubject(world, database, numbersOf(person))),
  )
  const linked = await outsider.register('research', subjects)
  await world.tick()
  return { outsider, stream, people, linked }
}

/** A person signs up and decides about everything; the publisher ticks. */
export async function decides(world: World, resident: string) {
  const patient = world.patient()
  await patient.enrol(resident)
  return async (choice: 'stop' | 'allow') => {
    await patient.decide(choice, { all: true })
    await world.tick()
  }
}
