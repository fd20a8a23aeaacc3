import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { loadCatalogue } from '../../api/catalogue/load.ts'
import type { DatabaseEntry } from '../../api/contract/catalogue-file.ts'
import { carryOutStanding } from '../../api/services/catalogue-change.ts'
import { fileOf, SHIPPED } from '../support/catalogue.ts'
import { numbersOf, ordinary, PEOPLE } from '../support/people.ts'
import { bitOf, linked } from '../support/pooled.ts'
import { createSeam } from '../support/seam.ts'
import type { World } from '../support/world.ts'
import { test as base } from '../support/world-test.ts'

/** A catalogue in which one database differs. @returns its file. */
const test = base.extend('written', async ({ onTestFinished }) => {
  const folder = await mkdtemp(join(tmpdir(), 'erabu-catalogue-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return async (id: string, change: Partial<DatabaseEntry>): Promise<string> => {
    const databases = SHIPPED.databases.map((one) => (one.id === id ? { ...one, ...change } : one))
    const file = join(folder, 'databases.json')
    await writeFile(file, fileOf(databases))
    return file
  }
})

const [STOPPED, UNDECIDED, ALLOWED, ONE_ONLY] = [0, 1, 2, 3].map(ordinary) as [
  ReturnType<typeof ordinary>,
  ReturnType<typeof ordinary>,
  ReturnType<typeof ordinary>,
  ReturnType<typeof ordinary>,
]
const STATUTORY = 'demo-statutory'
const NOW_STOPPABLE = { opt_out: 'available' } as const

/** Four people in a database that nobody can stop, and what they decided meanwhile. */
async function linkedByLaw(world: World) {
  const holder = world.holder(STATUTORY)
  const people = [STOPPED, UNDECIDED, ALLOWED, ONE_ONLY]
  const answers = (await holder.link('policy', people.map(numbersOf))).map((one) => linked([one]))
  const [stopped, ...others] = answers
  if (!stopped) throw new Error('nothing was linked')
  const patients = people.map(() => world.patient())
  for (const [i, patient] of patients.entries()) await patient.enrol(people[i]?.id ?? '')
  const [a, , c, d] = patients
  await a?.decide('stop', { all: true })
  await c?.decide('stop', { all: true })
  await c?.decide('allow', { all: true })
  await d?.decide('stop', { database: 'demo-registry' })
  await world.tick()
  expect((await world.check()).token.map(({ state }) => state)).toEqual(Array(4).fill('usable'))
  return { holder, patient: a ?? world.patient(), stopped, others }
}

describe('a standing stop of everything, when a database becomes stoppable,', () => {
  test('closes a record that may be that person’s', async ({ world, written }) => {
    const ERABU_SCHEMES = 'id5,id4'
    await world.restart(undefined, { ERABU_SCHEMES })
    const patient = world.patient()
    await patient.enrol(PEOPLE.namesake.id)
    await patient.decide('stop', { all: true })
    const { kana, birth_date, sex } = PEOPLE.namesake
    const record = { id4: { kana, birth_date, sex } } as never
    const row = linked(await world.holder(STATUTORY).link('policy', [record]))
    await world.tick()
    expect(await bitOf(world, row)).toBe(0)
    await world.restart(undefined, {
      ERABU_SCHEMES,
      ERABU_CATALOGUE: await written(STATUTORY, NOW_STOPPABLE),
    })
    expect(await bitOf(world, row)).toBe(1)
  })

  test('is applied before anything is served, only to the people who made it', async ({ world, written }) => {
    const { holder, patient, stopped, others } = await linkedByLaw(world)
    await world.restart(undefined, { ERABU_CATALOGUE: await written(STATUTORY, NOW_STOPPABLE) })
    expect(await bitOf(world, stopped)).toBe(1)
    for (const other of others) expect(await bitOf(world, other)).toBe(0)
    const [answer] = await holder.link('policy', [numbersOf(STOPPED)])
    expect(answer).toMatchObject({ token: stopped.token, state: 'revoked' })
    const view = (await patient.databases()).databases.find(({ id }) => id === STATUTORY)
    expect(view?.linkages).toMatchObject([{ purpose: 'policy', state: 'stopped' }])
    world.clock.advance(60_000)
    await world.tick()
    const { event } = await world.check()
    expect(event.map(({ kind, token }) => [kind, token])).toEqual([['revoke', stopped.token]])
  })

  test('is applied once, however often the api starts, and stays when the law changes back', async ({
    world,
    written,
  }) => {
    const { stopped } = await linkedByLaw(world)
    const changed = { ERABU_CATALOGUE: await written(STATUTORY, NOW_STOPPABLE) }
    await world.restart(undefined, changed)
    const before = await world.fingerprint()
    await world.restart(undefined, changed)
    expect(await world.fingerprint()).toBe(before)
    await world.restart()
    expect(await bitOf(world, stopped)).toBe(1)
    // What was linked while nobody could stop it is closed once stopping is possible again.
    const late = linked(await world.holder(STATUTORY).link('research', [numbersOf(STOPPED)]))
    expect(await bitOf(world, late)).toBe(0)
    await world.restart(undefined, changed)
    expect(await bitOf(world, late)).toBe(1)
    await world.check()
  })

  test('is applied once when several processes start at the same time', async ({ world, written }) => {
    const { stopped } = await linkedByLaw(world)
    const file = await written(STATUTORY, NOW_STOPPABLE)
    const deps = { ...world.deps, databases: await loadCatalogue(file) }
    await Promise.all([carryOutStanding(deps), carryOutStanding(deps), carryOutStanding(deps)])
    await world.restart(undefined, { ERABU_CATALOGUE: file })
    const { outbox } = await world.check()
    expect(outbox.map(({ kind, token }) => [kind, token])).toEqual([['revoke', stopped.token]])
  })

  test('is applied completely after an interrupted start', async ({ world, written }) => {
    const { stopped } = await linkedByLaw(world)
    const file = await written(STATUTORY, NOW_STOPPABLE)
    const audit = {
      record: () => {
        throw new Error('cut off')
      },
    }
    const deps = { ...world.deps, audit, databases: await loadCatalogue(file) }
    await expect(carryOutStanding(deps)).rejects.toThrow('cut off')
    expect(await bitOf(world, stopped)).toBe(0)
    await world.restart(undefined, { ERABU_CATALOGUE: file })
    expect(await bitOf(world, stopped)).toBe(1)
  })
})

describe('a process that continues with an older catalogue', () => {
  test('registers nothing as usable that the newer one stops', async ({ world, written }) => {
    const patient = world.patient()
    await patient.enrol(STOPPED.id)
    await patient.decide('stop', { all: true })
    await world.tick()
    world.clock.advance(60_000)
    const file = await written(STATUTORY, NOW_STOPPABLE)
    await carryOutStanding({ ...world.deps, databases: await loadCatalogue(file) })
    const holder = world.holder(STATUTORY)
    const [born, other] = await holder.link('policy', [numbersOf(STOPPED), numbersOf(UNDECIDED)])
    expect([born, other].map((one) => one && linked([one]).state)).toEqual(['revoked', 'usable'])
    expect(await bitOf(world, linked(born ? [born] : []))).toBe(1)
    await world.restart(undefined, { ERABU_CATALOGUE: file })
  })

  test('leaves open nothing that it registers while the newer one starts', async ({ world, written }) => {
    const patient = world.patient()
    await patient.enrol(STOPPED.id)
    await patient.decide('stop', { all: true })
    await world.tick()
    const file = await written(STATUTORY, NOW_STOPPABLE)
    const seam = createSeam(world.deps.store)
    let late: ReturnType<typeof linked> | undefined
    // Nothing is linked yet, so the first transaction of the start is the one that writes the note.
    seam.before(0, async () => {
      late = linked(await world.holder(STATUTORY).link('policy', [numbersOf(STOPPED)]))
      expect(await bitOf(world, late)).toBe(0)
    })
    const databases = await loadCatalogue(file)
    await carryOutStanding({ ...world.deps, store: seam.store, databases })
    // This start does not apply again what is already noted.
    await world.restart(undefined, { ERABU_CATALOGUE: file })
    expect(late && (await bitOf(world, late))).toBe(1)
  })
})

test('a purpose that is added is born stopped where a stop stands', async ({ world, written }) => {
  const patient = world.patient()
  await patient.enrol(STOPPED.id)
  await patient.decide('stop', { database: 'demo-registry' })
  await world.tick()
  const more = await written('demo-registry', { purposes: ['research', 'industry'] })
  await world.restart(undefined, { ERABU_CATALOGUE: more })
  world.clock.advance(60_000)
  const answer = linked(await world.holder('demo-registry').link('industry', [numbersOf(STOPPED)]))
  expect(answer.state).toBe('revoked')
  expect(await bitOf(world, answer)).toBe(1)
})
