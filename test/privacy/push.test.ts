import { pino } from 'pino'
import { expect, test as plain } from 'vitest'
import { readStored } from '../support/check/stored.ts'
import { HOUR } from '../support/clock.ts'
import { startPushService } from '../support/push-service.ts'
import { apply, link, subscriber, test, use, wait } from '../support/push-world.ts'
import { startWorld } from '../support/world.ts'

test('pushes for every kind of news are the same, byte for byte, and their bodies equally long', async ({
  world,
  service,
}) => {
  const tokens = [await link(world, 'demo-registry', 0), await link(world, 'demo-registry', 1)]
  const stops = await subscriber(world, service, 0)
  const used = await subscriber(world, service, 1)
  const linked = await subscriber(world, service, 2)
  const late = await subscriber(world, service, 3)
  await link(world, 'demo-biobank', 3)
  await wait(world)
  service.received.splice(0)

  await late.patient.decide('stop', { all: true })
  await stops.patient.decide('stop', { all: true })
  await world.tick()
  await apply(world, 'demo-registry')
  await use(world, tokens.slice(1))
  await link(world, 'demo-statutory', 2)
  await wait(world)
  await wait(world)
  await wait(world)
  expect(late.pushes()).toEqual([])
  world.clock.advance(25 * HOUR)
  await wait(world)

  for (const { pushes } of [stops, used, linked, late]) expect(pushes()).toHaveLength(1)
  const outside = service.received.map(({ headers, size, text }) => {
    const { authorization, host: _host, ...rest } = headers
    return { text, size, authorization: authorization?.length, rest }
  })
  expect(new Set(outside.map((push) => JSON.stringify(push))).size).toBe(1)
  expect(outside[0]?.text).toBe('{"news":true}')
})

plain('no endpoint and no key of a device stands in the log or in the store', async () => {
  const service = await startPushService()
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) })
  const world = await startWorld({ log, settings: { ERABU_PUSH_HOSTS: service.origin } })
  try {
    const { subscription, pushes } = await subscriber(world, service)
    await link(world, 'demo-registry')
    await wait(world)
    expect(pushes()).toHaveLength(1)
    const stored = await readStored(world.place)
    expect(stored.push_subscription).toHaveLength(1)
    await link(world, 'demo-biobank')
    for (const behaviour of [500, 'silent', 410] as const) {
      service.behave(behaviour)
      await wait(world)
      await wait(world)
      await wait(world)
    }
    expect(lines.join('')).toContain('"sent":1')
    const device = subscription.endpoint.split('/').at(-1) ?? ''
    for (const secret of [device, service.origin, subscription.keys.auth, subscription.keys.p256dh]) {
      expect(lines.join(''), 'the log').not.toContain(secret)
      expect(JSON.stringify(stored), 'the store').not.toContain(secret)
    }
  } finally {
    await world.close()
    await service.close()
  }
})
