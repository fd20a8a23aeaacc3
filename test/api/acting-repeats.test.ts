import { describe, expect } from 'vitest'
import type { DecisionAnswer } from '../../api/contract/patient.ts'
import { MINUTE } from '../support/clock.ts'
import { FAMILY } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const ALL = { all: true } as const
/** Places in the portal's list for the mother. */
const [CHILD, SIBLING] = [0, 1]

async function mother(world: World) {
  const patient = world.patient()
  await patient.enrol(FAMILY.mother.id)
  return patient
}

const receiptIn = async (answer: Response) => {
  expect(answer.status).toBe(201)
  return ((await answer.json()) as DecisionAnswer).receipt.number
}

describe('a decision that is sent again', () => {
  test('and is one’s own waits while one acts for somebody, and is told afterwards', async ({ world }) => {
    const patient = await mother(world)
    const signed = await patient.signed('stop', ALL)
    const number = await receiptIn(await patient.sendDecision(signed, 'own-decision'))
    await patient.actFor(CHILD)
    const again = () => patient.sendDecision(signed, 'own-decision')
    await expectRefused(world, 'acting', again, [number])
    world.clock.advance(9 * MINUTE)
    await patient.session()
    world.clock.advance(2 * MINUTE)
    await expectRefused(world, 'acting', again, [number])
    await patient.act('self')
    expect(await receiptIn(await again())).toBe(number)
  })

  test('and is about one child waits while one acts for another', async ({ world }) => {
    const patient = await mother(world)
    await patient.actFor(CHILD)
    const signed = await patient.signed('stop', ALL)
    const number = await receiptIn(await patient.sendDecision(signed, 'of-the-child'))
    const again = () => patient.sendDecision(signed, 'of-the-child')
    await patient.actFor(SIBLING)
    await expectRefused(world, 'acting', again, [number])
    await patient.actFor(CHILD)
    expect(await receiptIn(await again())).toBe(number)
  })

  test('and was not recorded is not lost by acting for another: it follows for its child', async ({
    world,
  }) => {
    const patient = await mother(world)
    await patient.actFor(CHILD)
    const signed = await patient.signed('stop', ALL)
    const again = () => patient.sendDecision(signed, 'of-the-child')
    await world.surroundings.portal('down')
    expect((await again()).status).toBe(503)
    await world.surroundings.portal('normal')
    await patient.actFor(SIBLING)
    await expectRefused(world, 'acting', again)
    await patient.actFor(CHILD)
    await receiptIn(await again())
    expect((await world.check()).decision).toHaveLength(1)
  })
})
