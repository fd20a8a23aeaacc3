import { setTimeout as sleep } from 'node:timers/promises'
import { decodeJwt } from 'jose'
import { describe, expect, vi } from 'vitest'
import { createPublisher } from '../../api/feed/publisher.ts'
import { createOpsApp } from '../../api/routes/ops.ts'
import { HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { startWorld } from '../support/world.ts'
import { test } from '../support/world-test.ts'

describe('after the wall clock was set back an hour', () => {
  test('nobody is refused longer than before', async () => {
    const world = await startWorld({ rate: { perSecond: 1, burst: 3 } })
    try {
      world.clock.hold()
      const { limits } = world.deps
      const charge = () => limits.chargeClient('a holder')
      for (let i = 0; i < 3; i++) charge()
      expect(charge).toThrow('by client')
      world.clock.set(-HOUR)
      expect(charge).toThrow('by client')
      world.clock.advance(SECOND)
      expect(charge).not.toThrow()
    } finally {
      await world.close()
    }
  })

  test('lists are signed, streams have their heartbeat, the trail is anchored, and the service is ready', async ({
    world,
  }) => {
    const holder = world.holder('demo-registry')
    const [linked] = await holder.link('research', [numbersOf(ordinary(0))])
    if (!linked || !('token' in linked)) throw new Error('not linked')
    await holder.streamId()
    const publisher = createPublisher(world.deps)
    const ready = async () => (await createOpsApp(world.deps, publisher).request('/readyz')).status
    const anchor = vi.spyOn(world.deps.auditAnchors, 'anchor')
    await publisher.tick()
    expect(anchor).toHaveBeenCalledTimes(1)

    world.clock.set(-HOUR)
    expect(await ready()).toBe(200)
    world.clock.advance(6 * MINUTE)
    expect(await ready()).toBe(503)
    await publisher.tick()
    expect(await ready()).toBe(200)
    expect(anchor).toHaveBeenCalledTimes(2)
    holder.forgetToken()
    const list = await holder.send('GET', new URL(linked.status_list.uri).pathname)
    const { iat = 0 } = decodeJwt(await list.text())
    expect(iat * 1000).toBeLessThanOrEqual(world.clock.now().getTime())
    const heartbeats = Object.keys((await holder.poll()).sets)
    expect(heartbeats).toHaveLength(1)
  })

  test('a long poll gets the same SETs again two seconds later', { timeout: 60_000 }, async ({ world }) => {
    const holder = world.holder('demo-registry')
    await holder.link('research', [numbersOf(ordinary(0))])
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await world.tick()
    const first = await holder.poll({})
    expect(Object.keys(first.sets)).toHaveLength(1)
    world.clock.set(-HOUR)
    world.clock.advance(3 * SECOND)
    // A long poll waits 25 s: long enough to be distinguished from an answer.
    const again = await Promise.race([holder.poll({}), sleep(15_000, null)])
    expect(again?.sets).toEqual(first.sets)
  })
})
