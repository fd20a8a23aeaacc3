import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect } from 'vitest'
import { FAMILY, numbersOf, ordinary } from '../support/people.ts'
import { test } from '../support/world-test.ts'

/** The names of the members of a value, with those inside. */
const shape = (value: unknown): unknown =>
  value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, shape(inside)]))
    : typeof value

test('a holder cannot tell a decision of a representative from any other', async ({ world }) => {
  const holder = world.holder('demo-registry')
  await holder.link('research', [numbersOf(FAMILY.child), numbersOf(ordinary(0))])
  const mother = world.patient()
  await mother.enrol(FAMILY.mother.id)
  await mother.actFor(0)
  await mother.decide('stop', { all: true })
  const own = world.patient()
  await own.enrol(ordinary(0).id)
  await own.decide('stop', { all: true })
  await world.tick()
  const { sets } = await holder.poll()
  const signed = Object.values(sets)
  expect(signed).toHaveLength(2)
  const [one, other] = signed.map((set) => ({
    header: shape(decodeProtectedHeader(set)),
    payload: shape(decodeJwt(set)),
    bytes: set.length,
    user: JSON.stringify(decodeJwt(set)).includes('"initiating_entity":"user"'),
  }))
  expect(one).toEqual(other)
  expect(one?.user).toBe(true)
  for (const set of signed) expect(JSON.stringify(decodeJwt(set))).not.toMatch(/child|ward|acting|represent/)
})
