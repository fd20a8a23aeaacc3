import { describe, expect } from 'vitest'
import type { UsageAnswer } from '../../api/contract/patient.ts'
import { DAY, SECOND } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { ALLOW_WAIT, linked, STOP_WAIT, test } from '../support/pooled.ts'
import { dayFrom, INLINE, recorded, usesOf } from '../support/uses.ts'
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

  test('by reporting uses, of which none counts as after a stop that is not due yet', async ({ world }) => {
    const { before, meanwhile, after } = await asked(world, async (holder) => {
      const { token } = linked(await holder.link('research', [numbersOf(ordinary(0))]))
      const { token: other } = linked(await holder.link('research', [numbersOf(ordinary(1))]))
      const days = { from: dayFrom(world, -1), to: dayFrom(world, 0) }
      const { id: _, ...counts } = await recorded(
        await usesOf(holder).report({ ...INLINE, id: `p ${days.to}` }, days, [token, other]),
      )
      return counts
    })
    expect(before).toEqual({ known: 2, unknown: 0, after_stop: 0 })
    expect([meanwhile, after]).toEqual([before, before])
  })

  test('by reporting uses while a stop waits, although it is long due', async ({ world }) => {
    const holder = world.holder(DATABASE)
    const { token } = linked(await holder.link('research', [numbersOf(ordinary(0))]))
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    world.clock.advance(5 * DAY)
    holder.forgetToken()
    const report = async (id: string) => {
      const days = { from: dayFrom(world, -1), to: dayFrom(world, 0) }
      return (await recorded(await usesOf(holder).report({ ...INLINE, id }, days, [token]))).after_stop
    }
    expect(await report('p-1'), 'no tick has published the stop').toBe(0)
    await world.tick()
    expect(await report('p-2'), 'it was published now, and is not due yet').toBe(0)
    world.clock.advance(2 * DAY)
    holder.forgetToken()
    expect(await report('p-3')).toBe(1)
    // The person reads what is true.
    await patient.signIn()
    const { databases } = await patient.call<UsageAnswer>('GET', '/api/usage')
    expect(databases.flatMap(({ uses }) => uses.map((use) => use.class))).toEqual(Array(3).fill('after-stop'))
  })

  test('by naming the token of after the allow for a use of before the stop was told', async ({ world }) => {
    const holder = world.holder(DATABASE)
    await holder.link('research', [numbersOf(ordinary(0))])
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    const stopped_at = world.clock.now().getTime()
    world.clock.advance(5 * DAY)
    await world.tick()
    world.clock.advance(5 * DAY)
    await patient.signIn()
    await patient.decide('allow', { all: true })
    world.clock.advance(ALLOW_WAIT)
    await world.tick()
    holder.forgetToken()
    const now = linked(await holder.link('research', [numbersOf(ordinary(0))]))
    expect(now.state).toBe('usable')
    const passed = (world.clock.now().getTime() - stopped_at) / DAY
    const report = async (id: string, from: number, to: number) => {
      const days = { from: dayFrom(world, from - passed), to: dayFrom(world, to - passed) }
      return (await recorded(await usesOf(holder).report({ ...INLINE, id }, days, [now.token]))).after_stop
    }
    expect(await report('untold', 2, 3), 'the stop was told on day 5').toBe(0)
    expect(await report('told', 7, 8)).toBe(1)
    await patient.signIn()
    const { databases } = await patient.call<UsageAnswer>('GET', '/api/usage')
    const classes = databases.flatMap(({ uses }) => uses.map((use) => [use.project.id, use.class]))
    expect(Object.fromEntries(classes)).toEqual({ untold: 'after-stop', told: 'after-stop' })
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
