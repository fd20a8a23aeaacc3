import { describe, expect } from 'vitest'
import type { CaseCreated } from '../../api/contract/cases.ts'
import type { MessagesAnswer } from '../../api/contract/messages.ts'
import type { RecordAnswer } from '../../api/contract/record.ts'
import { SECOND } from '../support/clock.ts'
import { numbersOf, ordinary, PEOPLE } from '../support/people.ts'
import { bitOf, linked, STOP_WAIT, test } from '../support/pooled.ts'
import { linkOne } from '../support/sealed.ts'
import type { World } from '../support/world.ts'

const DATABASES = ['demo-registry', 'demo-biobank'] as const
const ME = ordinary(0)

/** Everything that holders can ask about their own linkages. */
const heldBy = (world: World) =>
  Promise.all(
    DATABASES.map(async (id) => {
      const holder = world.holder(id)
      const again = linked(await holder.link('research', [numbersOf(ME)]))
      const own = await (await holder.send('GET', `/linkages?database=${id}`)).text()
      const polled = await holder.poll({ returnImmediately: true, ack: [] })
      return { again, own, sets: Object.keys(polled.sets).length, bit: await bitOf(world, again) }
    }),
  )

describe('what a person reads, marks as read and asks', () => {
  test('changes nothing that a holder is told, and tells a stop to nobody before its time', async ({
    world,
  }) => {
    for (const id of DATABASES) await world.holder(id).link('research', [numbersOf(ME)])
    await world.tick()
    const before = await heldBy(world)
    const patient = world.patient()
    await patient.enrol(ME.id)
    await patient.decide('stop', { all: true })
    const { messages } = await patient.call<MessagesAnswer>('GET', '/api/messages')
    for (const { id } of messages)
      await patient.browser.send('POST', `/api/messages/${encodeURIComponent(id)}/read`, { json: {} })
    const question = { about: 'linkage', database: DATABASES[0], says: 'unclear' }
    const { case: asked } = await patient.call<CaseCreated>('POST', '/api/cases', question)
    const { entries } = await patient.call<RecordAnswer>('GET', '/api/record')
    expect(entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['decided', 'case-opened']))
    expect(entries.some(({ kind }) => kind === 'told' || kind === 'applied')).toBe(false)
    world.clock.advance(10 * SECOND)
    await world.tick()
    const meanwhile = await heldBy(world)
    expect(meanwhile).toEqual(before)
    expect(JSON.stringify(meanwhile)).not.toContain(asked.number)
    world.clock.advance(STOP_WAIT)
    await world.tick()
    expect((await heldBy(world)).map(({ bit }) => bit)).toEqual([1, 1])
  })

  test('holds no value that two databases have about that person', async ({ world }) => {
    const tokens: string[] = []
    for (const id of DATABASES)
      tokens.push(linked(await world.holder(id).link('research', [numbersOf(ME)])).token)
    const patient = world.patient()
    await patient.enrol(ME.id)
    const read = JSON.stringify([
      await patient.call('GET', '/api/record'),
      await patient.call('GET', '/api/messages'),
      await patient.call('GET', '/api/usage'),
      await patient.call('GET', '/api/cases'),
      await patient.databases(),
    ])
    for (const token of tokens) expect(read).not.toContain(token)
  })
})

describe('a record that may be several people’s', () => {
  test('tells no stop of one of them before its time, whoever is named with it', async ({ world }) => {
    await world.restart(undefined, { ERABU_SCHEMES: 'id5,id4' })
    const id5 = async (of: typeof ME) =>
      (await world.deps.identification.person([numbersOf(of)]))?.ids[0]?.id ?? expect.fail('nobody')
    const [mine, theirs, third] = [await id5(PEOPLE.namesake), await id5(PEOPLE.otherNamesake), await id5(ME)]
    const candidates = [[mine, theirs], [mine], [theirs, mine, third]]
    const ask = async () => {
      const rows = []
      for (const some of candidates)
        for (const database of DATABASES)
          rows.push(await linkOne(world, database, { scheme: 'id4', id4: 'one', candidates: some }))
      return Promise.all(rows.map(async (row) => ({ row, bit: await bitOf(world, row) })))
    }
    await ask()
    await world.tick()
    const before = await ask()
    const patient = world.patient()
    await patient.enrol(PEOPLE.namesake.id)
    await patient.decide('stop', { all: true })
    world.clock.advance(10 * SECOND)
    await world.tick()
    expect(await ask()).toEqual(before)
    const [one, other] = [before[0]?.row.token, before[1]?.row.token]
    expect(one).not.toBe(other)
    world.clock.advance(STOP_WAIT)
    await world.tick()
    expect((await ask()).map(({ bit }) => bit)).toEqual([1, 1, 1, 1, 1, 1])
  })
})
