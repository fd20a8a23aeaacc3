import { describe, expect } from 'vitest'
import type { MessagesAnswer } from '../../api/contract/messages.ts'
import { addDays, dayInJapan } from '../../api/domain/calendar.ts'
import { changedCatalogue } from '../support/changed-catalogue.ts'
import { DAY } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { bitOf, linked } from '../support/pooled.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const DAYS = 30
const person = ordinary(0)

/** Starts with a registry that has just opened the purpose `industry`. @returns the day on which it may be used. */
async function open(world: World): Promise<string> {
  const today = dayInJapan(world.clock.now())
  const { file, remove } = await changedCatalogue((one) =>
    one.id === 'demo-registry'
      ? {
          ...one,
          purposes: ['research', 'industry'],
          freeze_days: DAYS,
          opened_on: { research: '2020-01-01', industry: today },
        }
      : one,
  )
  await world.restart(undefined, { ERABU_CATALOGUE: file })
  await remove()
  return addDays(today, DAYS)
}

const seenBy = async (patient: Patient) => {
  const { databases } = await patient.databases()
  return databases.find(({ id }) => id === 'demo-registry')?.linkages ?? []
}

describe('a purpose that a database has just opened', () => {
  test('can be used by nobody until its freeze is over, while an older one can', async ({ world }) => {
    const until = await open(world)
    const holder = world.holder('demo-registry')
    const industry = linked(await holder.link('industry', [numbersOf(person)]))
    const research = linked(await holder.link('research', [numbersOf(person)]))
    expect([industry, research]).toMatchObject([
      { state: 'waiting', usable_from: until },
      { state: 'usable', usable_from: null },
    ])
    await world.tick()
    expect([await bitOf(world, industry), await bitOf(world, research)]).toEqual([1, 0])
    world.clock.advance((DAYS - 1) * DAY)
    await world.tick()
    expect(await bitOf(world, industry)).toBe(1)
    world.clock.advance(DAY)
    await world.tick()
    expect(await bitOf(world, industry)).toBe(0)
    const again = world.holder('demo-registry').link('industry', [numbersOf(person)])
    expect(linked(await again).state).toBe('usable')
  })

  test('is news to each person concerned, who sees the day before it comes', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(person.id)
    const until = await open(world)
    world.clock.advance(1000)
    await world.holder('demo-registry').link('industry', [numbersOf(person)])
    const seen = await seenBy(patient)
    expect(seen).toMatchObject([{ purpose: 'industry', state: 'waiting', usable_from: until }])
    const { messages } = await patient.call<MessagesAnswer>('GET', '/api/messages')
    const of = { database: 'demo-registry', purpose: 'industry' }
    expect(messages).toMatchObject([
      { kind: 'linked', ...of },
      { kind: 'opens', ...of, usable_from: until },
    ])
  })

  test('is never opened for somebody who stops it before', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(person.id)
    await open(world)
    const industry = linked(await world.holder('demo-registry').link('industry', [numbersOf(person)]))
    await patient.decide('stop', { database: 'demo-registry', purpose: 'industry' })
    expect(await seenBy(patient)).toMatchObject([{ state: 'stopped' }])
    await world.tick()
    world.clock.advance((DAYS + 1) * DAY)
    await world.tick()
    expect(await bitOf(world, industry)).toBe(1)
  })

  test('waits on where somebody allows it during the freeze', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(person.id)
    const until = await open(world)
    await world.holder('demo-registry').link('industry', [numbersOf(person)])
    await patient.decide('stop', { database: 'demo-registry' })
    world.clock.advance(60_000)
    await patient.decide('allow', { database: 'demo-registry' })
    await world.tick()
    expect(await seenBy(patient)).toMatchObject([{ state: 'waiting', usable_from: until }])
  })
})
