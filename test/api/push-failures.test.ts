import { describe, expect } from 'vitest'
import { createDeps, type Deps, withServices } from '../../api/deps.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { link, storePush, subscriber, test, wait } from '../support/push-world.ts'
import type { World } from '../support/world.ts'

/** A second process on the same store; where only one may open it, a second pusher of the same. */
async function another(world: World): Promise<{ deps: Deps; end(): Promise<void> }> {
  if (!world.deps.store.shared) return { deps: withServices(world.deps), end: async () => {} }
  const { clock, log } = world.deps
  const deps = await createDeps(world.deps.config, { clock, log })
  return { deps, end: () => deps.store.close() }
}

describe('a push service', () => {
  test('whose name does not resolve is asked again later, and the api goes on', async ({
    world,
    service,
  }) => {
    const { patient } = await subscriber(world, service, 1)
    // RFC 6761: nobody has a name below .example.
    await storePush(patient, { ...service.subscribe(), endpoint: 'https://push.example/a' })
    await link(world, 'demo-registry', 1)
    await wait(world)
    const { push_person } = await world.check()
    expect(push_person).toMatchObject([{ due_at: expect.any(Number) }])

    const other = await subscriber(world, service)
    await link(world, 'demo-registry')
    await wait(world)
    expect(other.pushes()).toHaveLength(1)
  })

  test('that knows a subscription no more ends it', async ({ world, service }) => {
    await subscriber(world, service)
    await link(world, 'demo-registry')
    service.behave(410)
    await wait(world)
    expect(service.asked()).toBe(1)
    const stored = await world.check()
    expect([stored.push_person, stored.push_subscription]).toEqual([[], []])
  })

  test('that fails is asked again after ten minutes, then gives way to the next news', async ({
    world,
    service,
  }) => {
    const { pushes } = await subscriber(world, service)
    world.clock.hold()
    await link(world, 'demo-registry')
    service.behave(503)
    await wait(world)
    await wait(world)
    expect(service.asked()).toBe(1)
    world.clock.advance(10 * MINUTE)
    await world.deps.pusher.run()
    expect(service.asked()).toBe(2)
    service.behave(201)
    world.clock.advance(10 * MINUTE)
    await world.deps.pusher.run()
    expect(pushes()).toHaveLength(1)

    await link(world, 'demo-biobank')
    service.behave(503)
    for (let tries = 0; tries < 10; tries++) {
      world.clock.advance(11 * MINUTE)
      await world.deps.pusher.run()
    }
    expect(service.asked(), 'five tries for the second news').toBe(3 + 5)
    expect((await world.check()).push_person).toMatchObject([{ due_at: null }])
  })

  test('that fails for everybody is left alone for a while, and then tried with one push', async ({
    world,
    service,
  }) => {
    for (let index = 0; index < 8; index++) {
      await subscriber(world, service, index)
      await link(world, 'demo-registry', index)
    }
    service.behave(500)
    world.clock.advance(3 * MINUTE)
    await world.deps.pusher.run()
    // All are due by now; eight go out together, and their failures open the breaker.
    world.clock.advance(2 * MINUTE)
    await world.deps.pusher.run()
    const first = service.asked()
    expect(first).toBeGreaterThanOrEqual(5)
    service.behave(201)
    world.clock.advance(11 * MINUTE)
    await world.deps.pusher.run()
    expect(service.received.length).toBeGreaterThanOrEqual(1)
    world.clock.advance(11 * MINUTE)
    await world.deps.pusher.run()
    expect(new Set(service.received.map(({ device }) => device)).size).toBe(8)
  })

  test('that does not answer delays neither the publisher nor a person, nor the end of the process', async ({
    world,
    service,
  }) => {
    const { patient } = await subscriber(world, service)
    await link(world, 'demo-registry')
    service.behave('silent')
    world.clock.advance(3 * MINUTE)
    await world.deps.pusher.run()
    world.clock.advance(2 * MINUTE)
    let ended = false
    const running = world.deps.pusher.run().then(() => {
      ended = true
    })
    await expect.poll(() => service.asked()).toBe(1)
    await world.tick()
    await patient.decide('stop', { all: true })
    expect(ended, 'the push still waits').toBe(false)
    await world.deps.pusher.stop()
    await running
  })
})

describe('of several processes', () => {
  test('one sends each push', async ({ world, service }) => {
    const { pushes } = await subscriber(world, service)
    const { deps, end } = await another(world)
    await link(world, 'demo-registry')
    await wait(world, [world.deps, deps])
    await wait(world, [world.deps, deps])
    expect(pushes()).toHaveLength(1)
    await end()
  })

  test('another one sends what the first had claimed when it died', async ({ world, service }) => {
    const { pushes } = await subscriber(world, service)
    await link(world, 'demo-registry')
    world.clock.advance(3 * MINUTE)
    await world.deps.pusher.run()
    world.clock.advance(2 * MINUTE)
    service.behave('silent')
    const dying = world.deps.pusher.run()
    await expect.poll(() => service.asked()).toBe(1)
    await world.deps.pusher.stop()
    await dying
    service.behave(201)
    await world.restart()
    await world.deps.pusher.run()
    expect(pushes(), 'it is claimed').toEqual([])
    world.clock.advance(11 * MINUTE)
    await world.deps.pusher.run()
    expect(pushes()).toHaveLength(1)
  })

  test('one that starts later finds what happened while none ran', async ({ world, service }) => {
    const { pushes } = await subscriber(world, service)
    await world.restart(async () => {})
    await link(world, 'demo-registry')
    await world.restart()
    world.clock.advance(3 * HOUR)
    await world.deps.pusher.run()
    await world.restart()
    await wait(world)
    expect(pushes()).toHaveLength(1)
  })
})
