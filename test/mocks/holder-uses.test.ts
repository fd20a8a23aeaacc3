import { describe, expect, vi } from 'vitest'
import type { UsageAnswer } from '../../api/contract/patient.ts'
import { outcomeIn } from '../../mocks/holder/mixture.ts'
import { DAY } from '../support/clock.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { dayFrom } from '../support/uses.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, startConsole } from './console.ts'

const NOW = new Date('2026-11-29T00:00:00Z')

describe('what databases of the demonstration say became of a row', () => {
  test('is the same for the same row, and another mixture in each database', () => {
    const rows = Array.from({ length: 300 }, (_, i) => `row ${i}`)
    const shares = (database: string) => {
      const said = rows.map((row) => outcomeIn(database, row, 99, NOW))
      expect(rows.map((row) => outcomeIn(database, row, 99, NOW))).toEqual(said)
      for (const { outcome, reason } of said)
        if (['partly', 'cannot', 'exempt'].includes(outcome)) expect(reason).toBeDefined()
      return Object.fromEntries(
        [...Map.groupBy(said, ({ outcome }) => outcome)].map(([outcome, some]) => [outcome, some.length]),
      )
    }
    const [registry, jisedai, biobank, statutory] = [
      'demo-registry',
      'demo-jisedai',
      'demo-biobank',
      'demo-statutory',
    ].map(shares)
    expect(Object.keys(registry ?? {}).toSorted()).toEqual(['applied', 'not-found', 'partly'])
    expect(Object.keys(jisedai ?? {}).toSorted()).toEqual(['applied', 'not-found', 'partly'])
    expect(Object.keys(biobank ?? {}).toSorted()).toEqual(['applied', 'cannot', 'exempt'])
    expect(Object.keys(statutory ?? {})).toEqual(['applied'])
    expect(registry).not.toEqual(jisedai)
  })

  test('is "applied" for the residents whom every database knows, and names the end of the fiscal year', () => {
    for (let place = 0; place < 8; place++)
      expect(outcomeIn('demo-biobank', `r${place}`, place, NOW)).toEqual({ outcome: 'applied' })
    const days = (now: string) =>
      new Set(
        Array.from({ length: 50 }, (_, i) => outcomeIn('demo-jisedai', `${i}`, -1, new Date(now)).until),
      )
    expect(days('2026-11-29T00:00:00Z')).toEqual(new Set([undefined, '2027-03-31']))
    expect(days('2027-03-01T00:00:00Z')).toEqual(new Set([undefined, '2027-03-31']))
    expect(days('2027-04-01T00:00:00Z')).toEqual(new Set([undefined, '2028-03-31']))
  })
})

describe('a simulated holder', () => {
  test('says what became of a stop after it applied it', async ({ world }) => {
    const { status } = startConsole(world)
    await vi.waitFor(() => expect(status()).toMatchObject({ connected: true, match: true }))
    const patient = world.patient()
    await patient.enrol('ordinary-0')
    await patient.decide('stop', { database: DATABASE })
    await world.tick()
    const outcome = async () =>
      (await patient.databases()).databases.find(({ id }) => id === DATABASE)?.linkages[0]?.outcome
    await expect.poll(outcome, { timeout: 10_000 }).toMatchObject({ code: 'applied' })
  })

  test('reports what it used under its project, and is caught when it goes on after a stop', async ({
    world,
  }) => {
    // The stop was made three days ago.
    world.clock.set(-3 * DAY)
    await world.holder(DATABASE).link('research', [0, 1].map(ordinary).map(numbersOf))
    const patient = world.patient()
    await patient.enrol('ordinary-0')
    await patient.decide('stop', { database: DATABASE })
    await world.tick()
    world.clock.set(3 * DAY)
    await world.tick()
    const console = startConsole(world)
    await vi.waitFor(
      () => expect(console.states()).toEqual(['ordinary-0 stopped', 'ordinary-1 usable']),
      10_000,
    )
    await patient.signIn()
    const uses = async () =>
      (await patient.call<UsageAnswer>('GET', '/api/usage')).databases.flatMap((one) => one.uses)
    const use = (stopped: boolean) => ({ use: { database: DATABASE, stopped } })
    expect(await console.answer(use(false))).toEqual({ known: 1, after_stop: 0 })
    expect(await uses()).toEqual([])
    expect(await console.answer(use(true))).toEqual({ known: 2, after_stop: 1 })
    const today = dayFrom(world, 0)
    expect(await uses()).toMatchObject([
      { project: { approved_on: null }, from: today, to: today, class: 'after-stop' },
    ])
    await world.tick()
    expect((await world.check()).case_file).toMatchObject([{ database_id: DATABASE, state: 'open' }])
    expect(await console.control({ use: { database: 'nowhere', stopped: true } })).toBe(404)
    expect(await console.control({ use: { database: DATABASE } })).toBe(400)
    const other = world.patient()
    await other.enrol('ordinary-1')
    const { databases } = await other.call<UsageAnswer>('GET', '/api/usage')
    expect(databases.flatMap((one) => one.uses)).toMatchObject([
      {
        project: { id: `research-${today.slice(0, 4)}`, approved_on: `${today.slice(0, 4)}-01-01` },
        class: 'before',
      },
    ])
  })
})
