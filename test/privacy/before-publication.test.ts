import { describe, expect } from 'vitest'
import { SECOND } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { linked, STOP_WAIT, test } from '../support/pooled.ts'
import type { World } from '../support/world.ts'

const DATABASE = 'demo-registry'
const PEOPLE = [ordinary(0), ordinary(1)]

/**
 * Everything that a holder can ask repeatedly: before one of its people stops, after it, and once that is published.
 */
async function asked<T>(world: World, look: (holder: ReturnType<World['holder']>) => Promise<T>) {
  const holder = world.holder(DATABASE)
  // A new access token each time, because the clock advances by more than its life.
  const ask = () => look(world.holder(DATABASE))
  await holder.link('research', PEOPLE.map(numbersOf))
  await holder.streamId()
  await world.tick()
  const before = await ask()
  const patient = world.patient()
  await patient.enrol(PEOPLE[0]?.id ?? '')
  await patient.decide('stop', { all: true })
  world.clock.advance(10 * SECOND)
  await world.tick()
  const meanwhile = await ask()
  world.clock.advance(STOP_WAIT)
  await world.tick()
  return { before, meanwhile, after: await ask() }
}

describe('before a stop is published, its holder learns nothing of it', () => {
  test('by registering again', async ({ world }) => {
    const { before, meanwhile, after } = await asked(world, async (holder) => [
      linked(await holder.link('research', [numbersOf(ordinary(0))])),
      linked(await holder.link('research', [numbersOf(ordinary(1))])),
    ])
    expect(meanwhile).toEqual(before)
    expect(after).not.toEqual(before)
  })

  test('by saying what became of a row', async ({ world }) => {
    const { before, meanwhile, after } = await asked(world, async (holder) => {
      const { token } = linked(await holder.link('research', [numbersOf(ordinary(0))]))
      const { token: other } = linked(await holder.link('research', [numbersOf(ordinary(1))]))
      const lines = [token, other].map((one) => JSON.stringify({ token: one, outcome: 'applied' }))
      const path = `/ssf/streams/${await holder.streamId()}/outcomes`
      return (await holder.send('POST', path, { ndjson: lines.join('\n') })).text()
    })
    expect(meanwhile).toBe(before)
    expect(before.match(/not-revoked/g)).toHaveLength(2)
    expect(after.match(/not-revoked/g)).toHaveLength(1)
  })

  test('by counting lists, reading them and the head, or by the time at which they were made', async ({
    world,
  }) => {
    const { before, meanwhile, after } = await asked(world, async (holder) => {
      const index = await (await holder.send('GET', `/statuslists?database=${DATABASE}`)).text()
      const { status_lists } = JSON.parse(index) as { status_lists: string[] }
      const lists = await Promise.all(status_lists.map(async (uri) => (await holder.send('GET', uri)).text()))
      return { index, lists, head: (await holder.poll())['urn:erabu:head'] }
    })
    expect(meanwhile).toEqual(before)
    expect(after.lists).not.toEqual(before.lists)
  })

  test('by the sizes of answers, and hardly by the sizes afterwards', async ({ world }) => {
    const { before, meanwhile, after } = await asked(world, async (holder) => {
      const json = { returnImmediately: true, maxEvents: 0 }
      const polled = await holder.send('POST', `/ssf/streams/${await holder.streamId()}/poll`, { json })
      const { status_list } = linked(await holder.link('research', [numbersOf(ordinary(1))]))
      const list = await holder.send('GET', status_list.uri, { headers: { 'accept-encoding': 'identity' } })
      return [polled, list].map(({ headers }) => headers.get('content-length'))
    })
    expect(meanwhile).toEqual(before)
    expect(after).toEqual(before)
    expect(before).toEqual(['4096', expect.stringMatching(/^\d+$/)])
  })
})
