import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { test } from '../support/world-test.ts'
import { DATABASE } from './linked-outsider.ts'
import { changesOf, digestOf } from './sets.ts'
import { streaming } from './streaming.ts'

describe('rewind and applied, our additions to the specifications', () => {
  test('rewind serves again from its number, rewinds applied, and cannot go beyond the head', async ({
    world,
  }) => {
    const { outsider, stream, stops, call } = await streaming(world, 3)
    await stops()
    const { sets } = await outsider.poll(stream)
    const changes = await changesOf(world.origin, DATABASE, sets)
    const head = (await outsider.poll(stream, { ack: Object.keys(sets) }))['urn:erabu:head']
    await outsider.applied(stream, { ...head, through_seq: 3 })
    expect((await call('POST', `/ssf/streams/${stream}/rewind`, { after_seq: 1 })).status).toBe(204)
    const again = await changesOf(world.origin, DATABASE, (await outsider.poll(stream)).sets)
    expect(again).toEqual(changes.slice(1))
    const marks = await world.deps.store.read((db) =>
      db.selectFrom('mark').select(['kind', 'through_seq']).where('kind', '=', 'applied').execute(),
    )
    expect(marks).toEqual([{ kind: 'applied', through_seq: 1 }])
    expect((await call('POST', `/ssf/streams/${stream}/rewind`, { after_seq: 4 })).status).toBe(422)
  })

  test('rewind is not undone by a poll that was on its way', async ({ world }) => {
    const { outsider, stream, stops, call } = await streaming(world, 3)
    await stops()
    const [first = '', second = '', third = ''] = Object.keys((await outsider.poll(stream)).sets)
    await outsider.poll(stream, { ack: [first, second], maxEvents: 0 })
    // Both have looked up the stream, and wait for a busy writer; the rewind is first in line.
    const busy = Promise.withResolvers<void>()
    const held = world.deps.store.transact(() => busy.promise)
    const rewound = call('POST', `/ssf/streams/${stream}/rewind`, { after_seq: 0 })
    await sleep(100)
    const acked = outsider.poll(stream, { ack: [third], maxEvents: 0 })
    await sleep(100)
    busy.resolve()
    await Promise.all([held, rewound, acked])
    const left = Object.keys((await outsider.poll(stream)).sets)
    expect(left.slice(0, 2)).toEqual([first, second])
  })

  test('a digest that differs is reported at once, and no patient is shown 停止済み until it agrees', async ({
    world,
  }) => {
    const { outsider, stream, people, linked } = await streaming(world, 1)
    const patient = world.patient()
    await patient.enrol(people[0]?.id ?? '')
    await patient.decide('stop', { all: true })
    await world.tick()
    const appliedAt = async () => {
      const { databases } = await patient.databases()
      return databases.find(({ id }) => id === DATABASE)?.linkages[0]?.progress?.applied_at
    }
    const wrong = { through_seq: 1, revoked_count: 0, revoked_digest: digestOf([]) }
    const right = digestOf(linked.map(({ token }) => token))
    expect(await outsider.applied(stream, wrong)).toEqual({
      match: false,
      revoked_count: 1,
      revoked_digest: right,
    })
    expect(await appliedAt()).toBeNull()
    const healed = await outsider.applied(stream, { through_seq: 1, revoked_count: 1, revoked_digest: right })
    expect(healed.match).toBe(true)
    expect(await appliedAt()).not.toBeNull()
    await outsider.applied(stream, wrong)
    expect(await appliedAt()).toBeNull()
  })
})
