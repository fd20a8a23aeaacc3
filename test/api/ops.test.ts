import { describe, expect } from 'vitest'
import { createPublisher } from '../../api/feed/publisher.ts'
import { createOpsApp } from '../../api/routes/ops.ts'
import { digestOf } from '../contract/sets.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

/** The operations port of a world, and its metrics of one database. */
function operations(world: World) {
  const publisher = createPublisher(world.deps)
  const app = createOpsApp(world.deps, publisher)
  return {
    app,
    publisher,
    async gauges(database: string): Promise<Record<string, number>> {
      const text = await (await app.request('/metrics')).text()
      const lines = text.matchAll(/^erabu_feed_(\w+)\{database="([^"]+)"\} (\S+)$/gm)
      return Object.fromEntries(
        Array.from(lines).flatMap(([, name, id, value]) => (id === database ? [[name, Number(value)]] : [])),
      )
    },
  }
}

describe('the operations port', () => {
  test('is alive at once, and ready only while the publisher ticks', async ({ world }) => {
    const { app, publisher } = operations(world)
    expect((await app.request('/healthz')).status).toBe(200)
    expect((await app.request('/readyz')).status).toBe(503)
    await publisher.tick()
    expect((await app.request('/readyz')).status).toBe(200)
    world.clock.advance(10 * MINUTE)
    const late = await app.request('/readyz')
    expect([late.status, await late.text()]).toEqual([503, 'no recent tick'])
  })

  test('reports how far a holder is behind, since when too far, and that it has lost something', async ({
    world,
  }) => {
    const { gauges } = operations(world)
    const registry = world.holder('demo-registry')
    await registry.link('research', [numbersOf(ordinary(0))])
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await world.tick()
    expect(await gauges('demo-registry')).toEqual({ head: 1, applied: 0, mismatch: 0, overdue: 0, errors: 0 })
    world.clock.advance(24 * HOUR - MINUTE)
    expect(await gauges('demo-registry')).toMatchObject({ overdue: 0 })
    world.clock.advance(2 * MINUTE)
    registry.forgetToken()
    expect(await gauges('demo-registry')).toMatchObject({ overdue: 1 })
    const { revoked_count, revoked_digest } = await registry.applied({
      through_seq: 1,
      revoked_count: 0,
      revoked_digest: digestOf([]),
    })
    expect(await gauges('demo-registry')).toMatchObject({ applied: 0, mismatch: 1, overdue: 1 })
    await registry.applied({ through_seq: 1, revoked_count, revoked_digest })
    expect(await gauges('demo-registry')).toMatchObject({ applied: 1, mismatch: 0, overdue: 0 })
  })

  test('counts, once each, the events that a holder reported as unusable', async ({ world }) => {
    const { gauges } = operations(world)
    const registry = world.holder('demo-registry')
    await registry.link('research', [numbersOf(ordinary(0))])
    await registry.streamId()
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await world.tick()
    const [jti = ''] = Object.keys((await registry.poll()).sets)
    const err = { err: 'invalid_key', description: 'unknown kid' }
    for (const setErrs of [{ [jti]: err }, { [jti]: err, unheard: err }])
      await registry.poll({ returnImmediately: true, setErrs })
    expect(await gauges('demo-registry')).toMatchObject({ errors: 1 })
    expect(await gauges('demo-biobank')).toMatchObject({ errors: 0 })
  })

  test('counts as overdue by the hours of each database, which the patient is told as well', async ({
    world,
  }) => {
    const { gauges } = operations(world)
    const [registry, biobank] = (['demo-registry', 'demo-biobank'] as const).map(world.holder)
    for (const holder of [registry, biobank]) await holder?.link('research', [numbersOf(ordinary(0))])
    Object.assign(world.deps.databases.find('demo-biobank') ?? {}, { due_hours: 2 })
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await world.tick()
    const due = (await patient.databases()).databases.flatMap(({ id, linkages }) =>
      linkages.map(({ progress }) => [id, progress && hoursBetween(progress.recorded_at, progress.due_at)]),
    )
    expect(Object.fromEntries(due)).toEqual({ 'demo-registry': 24, 'demo-biobank': 2 })
    world.clock.advance(3 * HOUR)
    expect(await gauges('demo-registry')).toMatchObject({ overdue: 0 })
    expect(await gauges('demo-biobank')).toMatchObject({ overdue: 1 })
  })
})

const hoursBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / HOUR
