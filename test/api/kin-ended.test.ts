import { describe, expect } from 'vitest'
import type { LinkageView } from '../../api/contract/patient.ts'
import { changedCatalogue } from '../support/changed-catalogue.ts'
import { HOUR } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { ALLOW_WAIT, bitOf, linked, test as pooled, STOP_WAIT } from '../support/pooled.ts'
import { linkOne } from '../support/sealed.ts'
import type { FeedId } from '../support/setting.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const [REGISTRY, BIOBANK, STATUTORY] = ['demo-registry', 'demo-biobank', 'demo-statutory'] as const
const [ONE, OTHER, THIRD] = [ordinary(4), ordinary(5), ordinary(6)]

const link = async (world: World, of: typeof ONE, database: FeedId = REGISTRY) =>
  linked(await world.holder(database).link('research', [numbersOf(of)]))

const enrolled = async (world: World, { id }: typeof ONE): Promise<Patient> => {
  const patient = world.patient()
  await patient.enrol(id)
  return patient
}

async function id5Of(world: World, of: typeof ONE) {
  const named = await world.deps.identification.person([numbersOf(of)])
  return named?.ids.find(({ scheme }) => scheme === 'id5')?.id
}

/** A source names an earlier identifier of one person, which is another's. */
const mixUp = async (world: World, of: typeof ONE, earlier: typeof ONE) =>
  linkOne(world, REGISTRY, {
    scheme: 'id5',
    id5: await id5Of(world, of),
    was: [await id5Of(world, earlier)],
  })

const seenBy = async (patient: Patient, database = REGISTRY as string): Promise<LinkageView[]> =>
  (await patient.databases()).databases.find(({ id }) => id === database)?.linkages ?? []

const openCases = async (world: World) =>
  (await world.check()).case_file.filter(({ state }) => state === 'open').map(({ number }) => number)

/** Answers the oldest open case. */
async function answer(world: World, code: 'corrected' | 'no-error' = 'corrected'): Promise<void> {
  const [number = ''] = await openCases(world)
  expect(await world.deps.caseAnswers.answer(number, code)).toBe('answered')
}

const audited = async (world: World) =>
  (await world.check()).audit.map(({ kind }) => kind).filter((kind) => kind.startsWith('kin'))

/** Two people, each with a record, of whom one has stopped all before a source named them as one. */
async function mixedUp(world: World) {
  const [one, other] = [await enrolled(world, ONE), await enrolled(world, OTHER)]
  const [mine, theirs] = [await link(world, ONE), await link(world, OTHER)]
  await one.decide('stop', { all: true })
  await mixUp(world, OTHER, ONE)
  await world.tick()
  expect([await bitOf(world, mine), await bitOf(world, theirs)]).toEqual([1, 1])
  return { one, other, mine, theirs }
}

describe('two people of whom a case says that the register was corrected', () => {
  test('keep what was stopped, until each of them decides for themselves', async ({ world }) => {
    const { one, other, mine, theirs } = await mixedUp(world)
    await answer(world)
    expect(await audited(world)).toEqual(['kin', 'kin-ended'])
    await world.tick()
    expect([await bitOf(world, mine), await bitOf(world, theirs)]).toEqual([1, 1])
    expect(await seenBy(other)).toMatchObject([{ state: 'stopped', held: true }])
    expect((await link(world, OTHER)).state).toBe('revoked')

    await other.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(other)).toMatchObject([{ state: 'usable', held: false }])
    expect(await seenBy(one)).toMatchObject([{ state: 'stopped', held: false }])
    const again = [await link(world, ONE), await link(world, OTHER)]
    expect(again.map(({ state }) => state)).toEqual(['revoked', 'usable'])
    expect(await Promise.all(again.map((row) => bitOf(world, row)))).toEqual([1, 0])
    // The other cases about the same two are answered, and change nothing.
    await answer(world)
    expect(await audited(world)).toEqual(['kin', 'kin-ended'])
  })

  test('decide for nobody else from then on', async ({ world }) => {
    const { one, other, theirs } = await mixedUp(world)
    await answer(world)
    // The one who had stopped allows: that opens nothing of the other's.
    await one.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(one)).toMatchObject([{ state: 'usable' }])
    expect(await bitOf(world, theirs)).toBe(1)
    expect(await seenBy(other)).toMatchObject([{ state: 'stopped', held: true }])
    await other.decide('allow', { all: true })
    await one.decide('stop', { all: true })
    await world.tick()
    const row = await link(world, OTHER)
    expect([row.state, await bitOf(world, row)]).toEqual(['usable', 0])
    const late = await link(world, OTHER, BIOBANK)
    expect(late.state).toBe('usable')
    expect((await link(world, ONE, BIOBANK)).state).toBe('revoked')
    // And the other way round.
    await other.decide('stop', { all: true })
    await one.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(one)).toMatchObject([{ state: 'usable' }])
    expect(await bitOf(world, late)).toBe(1)
  })

  test('lose no stop of before: what is linked or linked again later is stopped too', async ({ world }) => {
    const { one, other, theirs } = await mixedUp(world)
    await answer(world)
    const removed = await world.holder(REGISTRY).send('POST', `/linkages/removals?database=${REGISTRY}`, {
      ndjson: `${JSON.stringify({ token: theirs.token })}\n`,
    })
    expect(removed.ok).toBe(true)
    const again = await link(world, OTHER)
    const late = await link(world, OTHER, BIOBANK)
    expect([again.state, late.state]).toEqual(['revoked', 'revoked'])
    await one.decide('allow', { all: true })
    expect((await link(world, OTHER, 'demo-jisedai')).state).toBe('revoked')
    // A decision of their own about one database frees that one alone.
    await other.decide('allow', { database: BIOBANK })
    await world.tick()
    expect(await seenBy(other, BIOBANK)).toMatchObject([{ state: 'usable', held: false }])
    expect(await seenBy(other)).toMatchObject([{ state: 'stopped', held: true }])
  })

  test('lose no stop of before where a database becomes stoppable later', async ({ world }) => {
    const theirs = linked(await world.holder(STATUTORY).link('policy', [numbersOf(OTHER)]))
    const { other } = await mixedUp(world)
    await answer(world)
    await world.tick()
    expect(await bitOf(world, theirs)).toBe(0)
    const { file, remove } = await changedCatalogue((one) =>
      one.id === STATUTORY ? { ...one, opt_out: 'available' } : one,
    )
    await world.restart(undefined, { ERABU_CATALOGUE: file })
    expect(await bitOf(world, theirs)).toBe(1)
    await other.decide('allow', { all: true })
    await world.tick()
    const again = linked(await world.holder(STATUTORY).link('policy', [numbersOf(OTHER)]))
    expect([again.state, await bitOf(world, again)]).toEqual(['usable', 0])
    await world.check()
    await remove()
  })

  test('are kin again when a source names them as one again', async ({ world }) => {
    const { one, other } = await mixedUp(world)
    await answer(world)
    await other.decide('allow', { all: true })
    await world.tick()
    const before = await link(world, OTHER)
    expect(await bitOf(world, before)).toBe(0)
    await mixUp(world, OTHER, ONE)
    await world.tick()
    expect(await bitOf(world, before)).toBe(1)
    expect(await audited(world)).toEqual(['kin', 'kin-ended', 'kin'])
    expect(await openCases(world)).toHaveLength(2)
    await other.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(other)).toMatchObject([{ state: 'stopped', held: true }])
    await one.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(other)).toMatchObject([{ state: 'usable', held: false }])
  })
})

describe('kin stay kin', () => {
  test('after any other answer, and after one to a question of their own', async ({ world }) => {
    const { one, other } = await mixedUp(world)
    await answer(world, 'no-error')
    await answer(world, 'no-error')
    const question = { about: 'linkage', database: REGISTRY, says: 'not-mine' }
    await other.call('POST', '/api/cases', question)
    await answer(world)
    expect(await audited(world)).toEqual(['kin'])
    await other.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(other)).toMatchObject([{ state: 'stopped', held: true }])
    expect(await seenBy(one)).toMatchObject([{ state: 'stopped', held: false }])
  })

  test('where they were named after the case was opened: they get one of their own', async ({ world }) => {
    const { other } = await mixedUp(world)
    const third = await enrolled(world, THIRD)
    await third.decide('stop', { all: true })
    world.clock.advance(HOUR)
    await mixUp(world, OTHER, THIRD)
    const { case_file, kin } = await world.check()
    // The one who has two kin.
    const subject = kin.find((row, i) => kin.findIndex((first) => first.subject === row.subject) < i)?.subject
    const about = case_file.find((one) => one.subject === subject)
    expect(await world.deps.caseAnswers.answer(about?.number ?? '', 'corrected')).toBe('answered')
    const open = (await world.check()).case_file.filter(({ state }) => state === 'open')
    expect(open.filter((one) => one.subject === subject)).toHaveLength(1)
    await other.signIn()
    await other.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(other)).toMatchObject([{ state: 'stopped', held: true }])
    await third.signIn()
    await third.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(other)).toMatchObject([{ state: 'usable' }])
  })

  test('for a record that may be of both', async ({ world }) => {
    await world.restart(undefined, { ERABU_SCHEMES: 'id5,id4' })
    const { other } = await mixedUp(world)
    const record = { scheme: 'id4', id4: 'somebody', candidates: [await id5Of(world, OTHER)] }
    const row = await linkOne(world, REGISTRY, record)
    await answer(world)
    await other.decide('allow', { all: true })
    await world.tick()
    expect(await bitOf(world, row)).toBe(1)
    expect((await linkOne(world, REGISTRY, record)).state).toBe('revoked')
  })
})

pooled('a holder learns from its feed alone that somebody decided for themselves', async ({ world }) => {
  const [one, other] = [await enrolled(world, ONE), await enrolled(world, OTHER)]
  await link(world, ONE)
  await link(world, OTHER)
  await one.decide('stop', { all: true })
  await mixUp(world, OTHER, ONE)
  world.clock.advance(2 * STOP_WAIT)
  await world.tick()
  await answer(world)
  await other.signIn()
  await other.decide('allow', { all: true })
  // What is linked meanwhile is told as if they had not, and opens when their time has come.
  const late = await link(world, OTHER, BIOBANK)
  expect([(await link(world, OTHER)).state, late.state]).toEqual(['revoked', 'revoked'])
  await world.check()
  world.clock.advance(2 * ALLOW_WAIT)
  await world.tick()
  world.clock.advance(STOP_WAIT)
  await world.tick()
  for (const database of [REGISTRY, BIOBANK] as const) {
    const row = await link(world, OTHER, database)
    expect([row.state, await bitOf(world, row)]).toEqual(['usable', 0])
  }
})
