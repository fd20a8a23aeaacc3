import { describe, expect } from 'vitest'
import { MINUTE, SECOND } from '../support/clock.ts'
import { createPatient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { startWorld, type World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** Another device of a person, with the same passkey. */
const deviceOf = (
  world: World,
  { authenticator }: { authenticator: ReturnType<World['patient']>['authenticator'] },
) => createPatient({ origin: world.origin, authenticator })

describe('one passkey', () => {
  test('opens twenty sessions; one more ends the least recently used one', async ({ world }) => {
    const first = world.patient()
    await first.enrol(ordinary(0).id)
    const devices = [first]
    for (let i = 1; i < 20; i++) {
      world.clock.advance(SECOND / 10)
      const device = deviceOf(world, first)
      await device.signIn()
      devices.push(device)
    }
    for (const device of devices) expect((await device.session()).patient).not.toBeNull()
    const another = world.patient()
    await another.enrol(ordinary(1).id)

    world.clock.advance(SECOND / 10)
    const last = deviceOf(world, first)
    await last.signIn()
    await expect(first.session()).rejects.toThrow('not-signed-in')
    for (const device of [...devices.slice(1), last, another])
      expect((await device.session()).patient).not.toBeNull()
    expect((await world.check()).session.filter(({ patient_id }) => patient_id !== null)).toHaveLength(21)
  })
})

test('sign-ins are charged only to the person, from whatever session they come', async () => {
  const world = await startWorld({ rate: { perSecond: 1, burst: 30 } })
  try {
    world.clock.hold()
    const [person, other] = [world.patient(), world.patient()]
    await person.enrol(ordinary(0).id)
    await other.enrol(ordinary(1).id)
    for (let i = 0; i < 30; i++) await deviceOf(world, person).signIn()
    const late = deviceOf(world, person)
    const response = late.authenticator.get(await late.sessionOptions())
    await expectRefused(world, 'rate-limited', () =>
      late.browser.send('POST', '/api/sessions', { json: { response } }),
    )
    await deviceOf(world, other).signIn()
    world.clock.advance(MINUTE)
    await deviceOf(world, person).signIn()
  } finally {
    await world.close()
  }
})
