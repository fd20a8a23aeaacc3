import { expect } from 'vitest'
import { numbersOf, ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'

const PEOPLE = 8

test('a stop and a linkage that is registered at the same moment see each other (I3)', async ({ world }) => {
  const holder = world.holder('demo-registry')
  const ready = await Promise.all(
    Array.from({ length: PEOPLE }, async (_, index) => {
      const person = ordinary(index)
      const patient = world.patient()
      await patient.enrol(person.id)
      return { patient, body: await patient.signed('stop', { all: true }), numbers: numbersOf(person) }
    }),
  )
  await holder.streamId()
  // As many uploads as a holder may have at once.
  const pairs = [0, 2, 4, 6].map((from) => ready.slice(from, from + 2).map(({ numbers }) => numbers))
  await Promise.all([
    ...ready.map(({ patient, body }, index) => patient.sendDecision(body, `standing-${index}`)),
    ...pairs.map((pair) => holder.link('research', pair)),
  ])
  const { token, decision } = await world.check()
  expect(decision).toHaveLength(PEOPLE)
  expect(token.map(({ state }) => state)).toEqual(Array(PEOPLE).fill('revoked'))
})
