import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { Crash, createFaults, FAULTS } from '../../mocks/holder/faults.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { ordinary } from '../support/people.ts'
import { scale } from '../support/scale.ts'
import type { FeedId } from '../support/setting.ts'
import type { World } from '../support/world.ts'
import { test, unlimited } from '../support/world-test.ts'
import { createMachine, type Machine } from './holder-machine.ts'
import { digestOf } from './sets.ts'

const DATABASE = 'demo-registry'
const PEOPLE = 3
const RUNS = scale(15, 400)

/** Every token that the database's feed has revoked, from the api's own store. */
async function revokedBy({ deps }: World, database: FeedId): Promise<string[]> {
  const published = deps.store.read((db) =>
    db
      .selectFrom('event')
      .select('token')
      .where('database_id', '=', database)
      .where('kind', '=', 'revoke')
      .execute(),
  )
  return (await published).map(({ token }) => token).toSorted()
}

/** People who change their mind about a database, between allow and stop. */
async function mindsOf(world: World, count: number) {
  const patients = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const patient = world.patient()
      await patient.enrol(ordinary(index).id)
      return patient
    }),
  )
  const stopped = new Set<string>()
  return async (person: number, database: FeedId) => {
    const key = `${person} ${database}`
    const choice = stopped.delete(key) ? 'allow' : 'stop'
    if (choice === 'stop') stopped.add(key)
    await patients[person]?.decide(choice, { database })
  }
}

async function expectConverged(world: World, database: FeedId, machine: Machine): Promise<void> {
  const revoked = await revokedBy(world, database)
  expect(machine.revoked()).toEqual(revoked)
  const { through, head } = machine.status()
  expect(head).toEqual({ seq: through, revoked_count: revoked.length, revoked_digest: digestOf(revoked) })
}

type Step = { decide: number } | 'tick' | 'poll' | 'readLists' | 'restart' | 'forget' | 'wipe'
type Course = { database: FeedId; seed: number; rate: number; steps: Step[] }

describe('the reference holder', () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ decide: fc.nat({ max: PEOPLE - 1 }) }) },
    { weight: 5, arbitrary: fc.constant<Step>('tick') },
    { weight: 6, arbitrary: fc.constant<Step>('poll') },
    { weight: 3, arbitrary: fc.constant<Step>('readLists') },
    { weight: 2, arbitrary: fc.constant<Step>('forget') },
    { weight: 2, arbitrary: fc.constantFrom<Step>('restart', 'wipe') },
  )
  const course: fc.Arbitrary<Course> = fc.record({
    database: fc.constantFrom<FeedId>(DATABASE, 'demo-biobank'),
    seed: fc.integer(),
    rate: fc.integer({ min: 5, max: 40 }).map((percent) => percent / 100),
    steps: fc.array(step, { minLength: 4, maxLength: 20 }),
  })

  unlimited(
    'reaches the revoked set of its feed despite any faults, and uses nothing that it reported as applied',
    async ({ world }) => {
      const decide = await mindsOf(world, PEOPLE)
      const happened = new Set<string>()

      const goes = async ({ database, seed, rate, steps }: Course) => {
        /** What the holder has reported as applied and nobody removed from its disk afterwards. */
        const said = new Set<string>()
        const faults = createFaults(seed, {
          now: () => world.clock.now().getTime(),
          fetch: (input, init) => {
            if (String(input).endsWith('/applied')) for (const token of machine.revoked()) said.add(token)
            return fetch(input, init)
          },
        })
        faults.setRate(rate)
        const machine = createMachine(world, database, faults)
        const check = () => expect(machine.usable().filter(({ token }) => said.has(token))).toEqual([])
        await machine.register(PEOPLE)
        await machine.settle(check)
        for (const step of steps) {
          if (typeof step === 'object') await decide(step.decide, database)
          else if (step === 'tick') await world.tick()
          else if (step === 'forget') said.delete(machine.forget() ?? '')
          else if (step === 'wipe') {
            said.clear()
            machine.wipe()
            await machine.register(PEOPLE)
          } else await machine[step]()
          check()
        }
        await world.tick()
        await machine.settle(check)
        await expectConverged(world, database, machine)
        faults.setRate(0)
        await machine.readLists()
        const revoked = new Set(machine.revoked())
        expect(machine.states()).toEqual(
          machine.linkages().map(({ token }) => (revoked.has(token) ? 'stopped' : 'usable')),
        )
        for (const fault of faults.happened().keys()) happened.add(fault)
      }

      await fc.assert(fc.asyncProperty(course, goes), { numRuns: RUNS })
      // A rare fault may not have occurred in few courses.
      for (const more of fc.sample(course, 10 * RUNS)) if (happened.size < FAULTS.length) await goes(more)
      expect([...happened].toSorted()).toEqual([...FAULTS].toSorted())
    },
    scale(60_000, 3_600_000),
  )

  test('learns at its next report that it has lost a revocation, and heals; until then nobody is told that it applied it', async ({
    world,
  }) => {
    const machine = createMachine(world, DATABASE)
    await machine.register(2)
    const patients = [world.patient(), world.patient()]
    for (const [index, patient] of patients.entries()) await patient.enrol(ordinary(index).id)
    const stop = async (index: number) => {
      await patients[index]?.decide('stop', { database: DATABASE })
      await world.tick()
    }
    const appliedTo = async (index: number) => {
      const { databases } = (await patients[index]?.databases()) ?? { databases: [] }
      return databases.find(({ id }) => id === DATABASE)?.linkages[0]?.progress?.applied_at ?? null
    }
    await stop(0)
    await machine.settle()
    expect(await appliedTo(0)).not.toBeNull()

    const lost = machine.forget()
    await machine.readLists()
    await stop(1)
    await machine.poll()
    expect(machine.status()).toMatchObject({ match: false, through: 0 })
    expect([await appliedTo(0), await appliedTo(1)]).toEqual([null, null])
    // Under the list that was read before the second stop: an already reported stop is honoured while the list is
    // read again.
    expect(machine.states()).toEqual(['waiting', 'stopped'])

    const before = machine.linkages()
    world.clock.advance(MINUTE)
    await machine.settle()
    await expectConverged(world, DATABASE, machine)
    expect(machine.revoked()).toContain(lost)
    expect(machine.linkages()).toEqual(before)
    expect([await appliedTo(0), await appliedTo(1)]).not.toContain(null)
  })

  test('does not mistake a paused stream for a gap, and continues when it is enabled', async ({ world }) => {
    const machine = createMachine(world, DATABASE)
    await machine.register(1)
    await machine.settle()
    const holder = world.holder(DATABASE)
    const become = async (status: string) =>
      holder.send('POST', '/ssf/status', { json: { stream_id: await holder.streamId(), status } })
    await become('paused')
    const decide = await mindsOf(world, 1)
    await decide(0, DATABASE)
    await world.tick()
    for (let polls = 0; polls < 6; polls++) expect(await machine.poll()).toBe(true)
    expect(machine.status()).toMatchObject({ through: 0, head: { seq: 1 }, match: true })
    await become('enabled')
    await machine.settle()
    await expectConverged(world, DATABASE, machine)
  })

  test('uses nothing without a list or under an expired one, and everything again under a fresh one', async ({
    world,
  }) => {
    const machine = createMachine(world, DATABASE)
    await machine.register(2)
    await world.tick()
    await machine.settle()
    expect(machine.states()).toEqual(['closed', 'closed'])
    await machine.readLists()
    expect(machine.states()).toEqual(['usable', 'usable'])
    world.clock.advance(12 * HOUR)
    expect(machine.states()).toEqual(['closed', 'closed'])
    await world.tick()
    await machine.readLists()
    expect(machine.states()).toEqual(['usable', 'usable'])
  })

  test('that crashes between applying and acknowledging is served again, and applies once', async ({
    world,
  }) => {
    let [crashes, served] = [0, 0]
    const machine = createMachine(world, DATABASE, {
      fetch: async (input, init) => {
        if (!String(input).endsWith('/poll')) return fetch(input, init)
        const { ack = [] } = JSON.parse(String(init?.body)) as { ack?: string[] }
        if (ack.length > 0 && crashes++ === 0) throw new Crash()
        const answer = (await (await fetch(input, init)).json()) as { sets: object }
        served += Object.keys(answer.sets).length
        return Response.json(answer)
      },
    })
    await machine.register(1)
    const decide = await mindsOf(world, 1)
    for (let changes = 0; changes < 2; changes++) {
      await decide(0, DATABASE)
      await world.tick()
    }
    expect(await machine.poll()).toBe(false)
    const after = machine.linkages()
    expect([machine.status(), after[0]?.seq]).toMatchObject([{ through: 2, head: null }, 2])

    world.clock.advance(HOUR)
    await machine.settle()
    expect([served, crashes]).toEqual([4, 2])
    expect(machine.linkages()).toEqual(after)
    await expectConverged(world, DATABASE, machine)
  })
})
