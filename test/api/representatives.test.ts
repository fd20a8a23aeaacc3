import { describe, expect } from 'vitest'
import type { DatabasesAnswer, Scope } from '../../api/contract/patient.ts'
import type { Resident } from '../../mocks/residents.ts'
import { DAY, HOUR, MINUTE } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { FAMILY, numbersOf } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { unlimited as test } from '../support/world-test.ts'

const { mother, father, child } = FAMILY
const REGISTRY = { database: 'demo-registry' }
const BIOBANK = { database: 'demo-biobank' }

/** Somebody who acts for the child, which is the first one that the portal names to each parent. */
async function acting(world: World, parent: Resident, patient = world.patient()): Promise<Patient> {
  if (patient.authenticator.credentials.length === 0) await patient.enrol(parent.id)
  else {
    await patient.signIn()
    await patient.prove(parent.id)
  }
  await patient.actFor(0)
  return patient
}

async function born(world: World): Promise<void> {
  for (const database of ['demo-registry', 'demo-biobank'] as const)
    await world.holder(database).link('research', [numbersOf(child)])
}

const stateIn = ({ databases }: DatabasesAnswer, wanted: string) =>
  databases.find(({ id }) => id === wanted)?.linkages[0]?.state

const refuse = (patient: Patient, scope: Scope) =>
  expect(patient.decide('allow', scope)).rejects.toMatchObject({ code: 'stop-stands' })

describe('two representatives', () => {
  test('who differ within a day: the stop stands, then and later', async ({ world }) => {
    await born(world)
    const mothers = await acting(world, mother)
    await mothers.decide('stop', REGISTRY)
    const fathers = await acting(world, father)
    await refuse(fathers, REGISTRY)
    await refuse(fathers, { all: true })
    await fathers.decide('allow', BIOBANK)
    world.clock.advance(3 * DAY)
    await refuse(await acting(world, father, fathers), REGISTRY)
    await refuse(await acting(world, mother, mothers), REGISTRY)
    expect(stateIn(await mothers.databases(), 'demo-registry')).toBe('stopped')
  })

  test('who differ the other way round: the stop stands too', async ({ world }) => {
    await born(world)
    const fathers = await acting(world, father)
    await fathers.decide('allow', { all: true })
    world.clock.advance(23 * HOUR)
    const mothers = await acting(world, mother)
    await mothers.decide('stop', REGISTRY)
    world.clock.advance(3 * DAY)
    await refuse(await acting(world, father, fathers), REGISTRY)
    await refuse(await acting(world, mother, mothers), REGISTRY)
  })

  test('who decide more than a day apart do not disagree', async ({ world }) => {
    await born(world)
    const mothers = await acting(world, mother)
    await mothers.decide('stop', REGISTRY)
    world.clock.advance(DAY + MINUTE)
    const fathers = await acting(world, father)
    await fathers.decide('allow', REGISTRY)
    expect(stateIn(await fathers.databases(), 'demo-registry')).toBe('usable')
  })

  test('and one who changes their own mind does not disagree with anybody', async ({ world }) => {
    await born(world)
    const mothers = await acting(world, mother)
    await mothers.decide('stop', REGISTRY)
    await mothers.decide('allow', REGISTRY)
    await mothers.decide('stop', REGISTRY)
    expect(stateIn(await mothers.databases(), 'demo-registry')).toBe('stopped')
  })

  test('of whom one has lifted their own stop do not differ when the other allows as well', async ({
    world,
  }) => {
    await born(world)
    const mothers = await acting(world, mother)
    await mothers.decide('stop', { all: true })
    await mothers.decide('allow', REGISTRY)
    const fathers = await acting(world, father)
    await fathers.decide('allow', REGISTRY)
    await refuse(fathers, BIOBANK)
    await mothers.decide('stop', REGISTRY)
    await refuse(fathers, REGISTRY)
    expect(stateIn(await mothers.databases(), 'demo-registry')).toBe('stopped')
  })

  test('of whom one signed a decision before the other stopped: the stop stands', async ({ world }) => {
    await born(world)
    const mothers = await acting(world, mother)
    const fathers = await acting(world, father)
    const signed = await fathers.signed('allow', REGISTRY)
    await mothers.decide('stop', REGISTRY)
    const answer = await fathers.sendDecision(signed, 'an-allow')
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('stop-stands')])
    const stored = await world.check()
    expect(stored.decision.map(({ choice }) => choice)).toEqual(['stop'])
    expect(stored.disagreement).toHaveLength(1)
  })

  test('are settled by the person, who alone can lift the stop', async ({ world }) => {
    await born(world)
    const mothers = await acting(world, mother)
    await mothers.decide('stop', REGISTRY)
    const fathers = await acting(world, father)
    await refuse(fathers, REGISTRY)
    world.clock.advance(12 * 365 * DAY)
    const own = world.patient()
    await own.enrol(child.id)
    await own.decide('allow', REGISTRY)
    expect(stateIn(await own.databases(), 'demo-registry')).toBe('usable')
  })
})

describe('a stop of the person', () => {
  test('is lifted by no representative', async ({ world }) => {
    await born(world)
    const own = world.patient()
    await own.enrol(child.id)
    await own.decide('stop', REGISTRY)
    const mothers = await acting(world, mother)
    await refuse(mothers, REGISTRY)
    await refuse(mothers, { all: true })
    await mothers.decide('allow', BIOBANK)
    expect(stateIn(await own.databases(), 'demo-registry')).toBe('stopped')
  })
})

describe('a person below the age of deciding alone', () => {
  test('can stop and not allow, until the portal says that they are older', async ({ world }) => {
    await born(world)
    const own = world.patient()
    await own.enrol(child.id)
    await own.decide('stop', { all: true })
    await expect(own.decide('allow', REGISTRY)).rejects.toMatchObject({ code: 'under-age' })
    world.clock.advance(12 * 365 * DAY)
    await own.signIn()
    await expect(own.decide('allow', REGISTRY)).rejects.toMatchObject({ code: 'under-age' })
    await own.prove(child.id)
    await own.decide('allow', REGISTRY)
    expect(stateIn(await own.databases(), 'demo-registry')).toBe('usable')
  })

  test('cannot allow with what they signed before they were known to be that young', async ({ world }) => {
    await born(world)
    world.clock.advance(12 * 365 * DAY)
    const own = world.patient()
    await own.enrol(child.id)
    await own.decide('stop', REGISTRY)
    const signed = await own.signed('allow', REGISTRY)
    await world.deps.store.transact((tx) => tx.updateTable('patient').set({ under_age: 1 }).execute())
    await expectRefused(world, 'under-age', () => own.sendDecision(signed, 'an-allow'))
  })
})

describe('what representatives have decided', () => {
  test('stands when the person comes of age, is shown as theirs, and is asked about once', async ({
    world,
  }) => {
    await born(world)
    const mothers = await acting(world, mother)
    await mothers.decide('stop', BIOBANK)
    const { decision } = await mothers.decide('stop', { all: true })
    expect(await mothers.databases()).not.toHaveProperty('ask')
    world.clock.advance(12 * 365 * DAY)
    const own = world.patient()
    await own.enrol(child.id)
    const seen = await own.databases()
    expect(seen.ask).toEqual([{ id: decision.id, relation: 'child' }])
    expect(seen.standing).toMatchObject({ choice: 'stop', acting: 'child' })
    const linkage = seen.databases.find(({ id }) => id === 'demo-registry')?.linkages[0]
    expect(linkage).toMatchObject({ state: 'stopped', acting: 'child' })
    const { decisions } = await own.decisions()
    expect(decisions.map(({ for: by, ask }) => [by, ask])).toEqual([
      ['child', true],
      ['child', undefined],
    ])
    expect((await own.receipt(decision.id)).split('.')).toHaveLength(3)
    const keep = () => own.browser.send('POST', `/api/decisions/${decision.id}/keep`, { json: {} })
    expect([(await keep()).status, (await keep()).status]).toEqual([204, 204])
    const after = await own.databases()
    expect(after).not.toHaveProperty('ask')
    expect(stateIn(after, 'demo-registry')).toBe('stopped')
    expect((await own.decisions()).decisions[0]).not.toHaveProperty('ask')
  })

  test('is asked about until the person decides about what it reaches', async ({ world }) => {
    await born(world)
    const mothers = await acting(world, mother)
    await mothers.decide('stop', BIOBANK)
    await mothers.decide('stop', REGISTRY)
    world.clock.advance(12 * 365 * DAY)
    const own = world.patient()
    await own.enrol(child.id)
    expect((await own.databases()).ask).toHaveLength(2)
    await own.decide('allow', REGISTRY)
    expect((await own.databases()).ask).toHaveLength(1)
    expect(stateIn(await own.databases(), 'demo-biobank')).toBe('stopped')
    await own.decide('stop', { all: true })
    expect(await own.databases()).not.toHaveProperty('ask')
  })

  test('is kept by its person alone, and nothing of one’s own is kept', async ({ world }) => {
    await born(world)
    const mothers = await acting(world, mother)
    const { decision } = await mothers.decide('stop', REGISTRY)
    const keep = (patient: Patient, id: string) =>
      patient.browser.send('POST', `/api/decisions/${id}/keep`, { json: {} })
    await expectRefused(world, 'acting', () => keep(mothers, decision.id))
    await mothers.act('self')
    await expectRefused(world, 'not-found', () => keep(mothers, decision.id))
    const { decision: own } = await mothers.decide('stop', REGISTRY)
    await expectRefused(world, 'not-found', () => keep(mothers, own.id))
  })

  test('does not fall when the representation does', async ({ world }) => {
    await born(world)
    const mothers = await acting(world, mother)
    await mothers.decide('stop', { all: true })
    await world.surroundings.represent({ resident: child.id, by: mother.id, withdrawn: true })
    const [late] = await world.holder('demo-jisedai').link('research', [numbersOf(child)], '2026-01-01')
    expect(late).toMatchObject({ state: 'revoked' })
    const fathers = await acting(world, father)
    expect(stateIn(await fathers.databases(), 'demo-registry')).toBe('stopped')
    await refuse(fathers, { all: true })
  })
})
