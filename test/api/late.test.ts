import { describe, expect } from 'vitest'
import { HEAD_CLAIM } from '../../api/contract/holder.ts'
import { DAY, HOUR } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** A person who stops use at the registry, on a held clock; the holder applies it when told to. */
async function stopped(world: World) {
  world.clock.hold()
  const holder = world.holder('demo-registry')
  await holder.link('research', [numbersOf(ordinary(0))])
  await holder.streamId()
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await patient.decide('stop', { all: true })
  await world.tick()
  return {
    patient,
    async progress() {
      const { databases } = await patient.databases()
      const seen = databases.find(({ id }) => id === 'demo-registry')?.linkages[0]?.progress
      if (!seen) throw new Error('no progress is shown')
      return seen
    },
    /** The holder reports that it applied its whole stream. */
    async apply() {
      holder.forgetToken()
      const { sets, [HEAD_CLAIM]: head } = await holder.poll()
      await holder.poll({ returnImmediately: true, ack: Object.keys(sets) })
      const { match } = await holder.applied({ through_seq: 1, revoked_digest: head?.revoked_digest })
      expect(match).toBe(true)
    },
  }
}

describe('a change', () => {
  test('that was applied in time is never late', async ({ world }) => {
    const { patient, progress, apply } = await stopped(world)
    await apply()
    expect(await progress()).toMatchObject({ applied_at: expect.any(String), late: false })
    world.clock.advance(400 * DAY)
    await patient.signIn()
    expect(await progress()).toMatchObject({ applied_at: expect.any(String), late: false })
  })

  test('is late from just after it was due until it is applied', async ({ world }) => {
    const { patient, progress, apply } = await stopped(world)
    const seen = await progress()
    expect(seen).toMatchObject({ applied_at: null, late: false })
    const due = Date.parse(seen.due_at)
    expect(due - Date.parse(seen.recorded_at)).toBe(24 * HOUR)
    world.clock.advance(due - world.clock.now().getTime())
    await patient.signIn()
    expect(await progress(), 'on the moment').toMatchObject({ applied_at: null, late: false })
    world.clock.advance(1)
    expect(await progress(), 'a moment later').toMatchObject({ applied_at: null, late: true })
    await apply()
    expect(await progress(), 'applied').toMatchObject({ applied_at: expect.any(String), late: false })
  })
})
