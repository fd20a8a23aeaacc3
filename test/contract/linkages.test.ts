import { describe, expect } from 'vitest'
import { DAY } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, linkedOutsider } from './linked-outsider.ts'
import { statusOf } from './lists.ts'
import { sealedSubject } from './subjects.ts'

const HOURS = 3600
const seal = (world: World, database: string, index: number, age = 0) =>
  sealedSubject(world, database, numbersOf(ordinary(index)), age)

/** A day in Japan, so many days from now. */
const day = (world: World, ahead: number) => {
  const at = new Date(world.clock.now().getTime() + ahead * DAY)
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo' }).format(at)
}

describe('registering linkages', () => {
  test('answers each line in its place: a token, or what is wrong with it', async ({ world }) => {
    const { outsider } = await linkedOutsider(world, 0)
    const answers = await outsider.registerLines([
      { subject: await seal(world, DATABASE, 0) },
      { subject: await seal(world, 'demo-biobank', 1) },
      { subject: await seal(world, DATABASE, 2, 25 * HOURS) },
      { subject: await seal(world, DATABASE, 2, -1 * HOURS) },
      { subject: 'garbage' },
      { subject: 'a'.repeat(9000) },
      { person: 'without a subject' },
      ['no object'],
      { subject: await seal(world, DATABASE, 3), notified_on: day(world, 2) },
      { subject: await seal(world, DATABASE, 4) },
    ])
    expect(answers.map(({ error, state }) => error ?? state)).toEqual([
      'usable',
      'subject-for-another-database',
      'subject-expired',
      'subject-expired',
      'subject-rejected',
      'invalid-line',
      'invalid-line',
      'invalid-line',
      'notified-in-future',
      'usable',
    ])
    expect(answers[0]).toEqual({
      token: expect.stringMatching(/^[\w-]{43}$/),
      status_list: { uri: expect.stringContaining(`${world.origin}/statuslists/`), idx: expect.any(Number) },
      state: 'usable',
      usable_from: null,
    })
    expect(answers[9]?.token).not.toBe(answers[0]?.token)
  })

  test('gives one person one linkage, however often they are sealed', async ({ world }) => {
    const { outsider, linked } = await linkedOutsider(world, 1)
    const again = await outsider.register('research', [
      await seal(world, DATABASE, 0),
      await seal(world, DATABASE, 0, HOURS),
    ])
    expect(again).toEqual([linked[0], linked[0]])
  })
})

describe('a linkage whose law demands notice', () => {
  test('waits, and its bit says do not use, until 30 days after the notice', async ({ world }) => {
    const { outsider } = await linkedOutsider(world, 0, 'demo-jisedai')
    const [unnoticed, lately, long] = await outsider.registerLines([
      { subject: await seal(world, 'demo-jisedai', 0) },
      { subject: await seal(world, 'demo-jisedai', 1), notified_on: day(world, -3) },
      { subject: await seal(world, 'demo-jisedai', 2), notified_on: day(world, -60) },
    ])
    await world.tick()
    expect(unnoticed).toMatchObject({ state: 'waiting', usable_from: null })
    expect(lately).toMatchObject({ state: 'waiting', usable_from: day(world, 27) })
    expect(long).toMatchObject({ state: 'usable' })
    const bits = [unnoticed, lately, long].map((answer) =>
      statusOf(answer?.status_list ?? { uri: '', idx: -1 }),
    )
    expect(await Promise.all(bits)).toEqual([1, 1, 0])
  })
})
