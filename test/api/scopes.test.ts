import { decodeJwt } from 'jose'
import { describe, expect } from 'vitest'
import type { Purpose } from '../../api/contract/catalogue.ts'
import type { DatabaseEntry } from '../../api/contract/catalogue-file.ts'
import type { ReceiptPayload, Scope } from '../../api/contract/patient.ts'
import { changedCatalogue } from '../support/changed-catalogue.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { bitOf, linked } from '../support/pooled.ts'
import type { FeedId } from '../support/setting.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const RESEARCH: Scope = { purpose: 'research' }
const BIOBANK_REGISTRY: Scope = { databases: ['demo-biobank', 'demo-registry'] }
const PAIRS: [FeedId, Purpose][] = [
  ['demo-biobank', 'industry'],
  ['demo-biobank', 'research'],
  ['demo-jisedai', 'industry'],
  ['demo-jisedai', 'research'],
  ['demo-registry', 'research'],
]

const link = (world: World, [database, purpose]: [FeedId, Purpose]) =>
  world.holder(database).link(purpose, [numbersOf(ordinary(0))])

async function everywhereLinked(world: World): Promise<Patient> {
  for (const pair of PAIRS) await link(world, pair)
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  return patient
}

/** The linkages that are stopped, as their person sees them. */
async function stoppedOf(patient: Patient): Promise<string[]> {
  const { databases } = await patient.databases()
  return databases
    .flatMap(({ id, linkages }) =>
      linkages.filter(({ state }) => state === 'stopped').map(({ purpose }) => `${id} ${purpose}`),
    )
    .sort()
}

describe('a decision about one purpose in every database', () => {
  test('stops every linkage for it and no other, with one receipt', async ({ world }) => {
    const patient = await everywhereLinked(world)
    const { decision, receipt } = await patient.decide('stop', RESEARCH)
    expect(await stoppedOf(patient)).toEqual([
      'demo-biobank research',
      'demo-jisedai research',
      'demo-registry research',
    ])
    expect(decision.scope).toEqual(RESEARCH)
    const payload = decodeJwt<ReceiptPayload>(receipt.jws)
    expect(payload).toMatchObject({ scope: RESEARCH, jti: receipt.number, choice: 'stop' })
    expect([...payload.databases].sort()).toEqual(['demo-biobank', 'demo-jisedai', 'demo-registry'])
    expect((await patient.decisions()).decisions).toEqual([decision])
  })

  test('previews what it does, purpose by purpose', async ({ world }) => {
    const patient = await everywhereLinked(world)
    const { effects } = await patient.decisionOptions('stop', { purpose: 'industry' })
    const whys = effects
      .filter(({ database }) => database.startsWith('demo-'))
      .map(({ database, purpose, why }) => `${database} ${purpose} ${why}`)
    expect(whys.sort()).toEqual([
      'demo-biobank industry covered',
      'demo-biobank research out-of-scope',
      'demo-jisedai industry covered',
      'demo-jisedai research out-of-scope',
      'demo-registry research out-of-scope',
      'demo-statutory null not-by-law',
    ])
  })

  test('names only databases that have the purpose', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { receipt } = await patient.decide('stop', { purpose: 'industry' })
    expect(decodeJwt<ReceiptPayload>(receipt.jws).databases.sort()).toEqual(['demo-biobank', 'demo-jisedai'])
  })

  test('stands for linkages that are registered later', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', RESEARCH)
    await world.tick()
    world.clock.advance(60_000)
    for (const pair of PAIRS) {
      const answer = linked(await link(world, pair))
      expect([...pair, answer.state === 'revoked']).toEqual([...pair, pair[1] === 'research'])
      if (answer.state === 'revoked') expect(await bitOf(world, answer)).toBe(1)
    }
  })

  test('is told as what stands, where it is newer than the decision about all databases', async ({
    world,
  }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const standing = async () => {
      const { standing, standing_purposes } = await patient.databases()
      return [standing?.choice, ...standing_purposes.map(({ purpose, choice }) => `${purpose} ${choice}`)]
    }
    expect(await standing()).toEqual([undefined])
    await patient.decide('stop', RESEARCH)
    expect(await standing()).toEqual([undefined, 'research stop'])
    await patient.decide('allow', { all: true })
    expect(await standing()).toEqual(['allow'])
    await patient.decide('stop', { purpose: 'industry' })
    await patient.decide('stop', { database: 'demo-biobank', purpose: 'research' })
    await patient.decide('stop', BIOBANK_REGISTRY)
    expect(await standing()).toEqual(['allow', 'industry stop'])
    const since = (await patient.databases()).standing_purposes[0]?.since
    expect(since).toBe((await patient.decisions()).decisions[2]?.recorded_at)
  })
})

describe('a decision about several databases', () => {
  test('stops all linkages of these and of no other, with one receipt', async ({ world }) => {
    const patient = await everywhereLinked(world)
    const { decision, receipt } = await patient.decide('stop', BIOBANK_REGISTRY)
    expect(await stoppedOf(patient)).toEqual([
      'demo-biobank industry',
      'demo-biobank research',
      'demo-registry research',
    ])
    const payload = decodeJwt<ReceiptPayload>(receipt.jws)
    expect(payload.scope).toEqual(BIOBANK_REGISTRY)
    expect([...payload.databases].sort()).toEqual(['demo-biobank', 'demo-registry'])
    expect((await patient.decisions()).decisions).toEqual([decision])
    const { event, outbox } = await world.check()
    expect([...event, ...outbox]).toHaveLength(3)
    expect((await patient.databases()).standing).toBeNull()
  })

  test('stands for linkages that are registered later, and for purposes of these alone', async ({
    world,
  }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', BIOBANK_REGISTRY)
    await world.tick()
    world.clock.advance(60_000)
    for (const pair of PAIRS) {
      const answer = linked(await link(world, pair))
      expect([...pair, answer.state === 'revoked']).toEqual([...pair, pair[0] !== 'demo-jisedai'])
      if (answer.state === 'revoked') expect(await bitOf(world, answer)).toBe(1)
    }
  })
})

test('of all decisions that cover a linkage the latest wins, whatever their scopes', async ({ world }) => {
  const patient = await everywhereLinked(world)
  const course: ['stop' | 'allow', Scope, stopped: string][] = [
    ['stop', BIOBANK_REGISTRY, 'bi br rr'],
    ['allow', RESEARCH, 'bi'],
    ['stop', { purpose: 'industry' }, 'bi ji'],
    ['allow', { databases: ['demo-biobank', 'demo-jisedai'] }, ''],
    ['stop', { database: 'demo-jisedai' }, 'ji jr'],
    ['stop', RESEARCH, 'br ji jr rr'],
    ['allow', { all: true }, ''],
    ['stop', { databases: ['demo-biobank', 'demo-jisedai', 'demo-registry'] }, 'bi br ji jr rr'],
    ['allow', { database: 'demo-jisedai', purpose: 'research' }, 'bi br ji rr'],
    ['allow', { purpose: 'industry' }, 'br rr'],
  ]
  for (const [choice, scope, stopped] of course) {
    await patient.decide(choice, scope)
    const short = (await stoppedOf(patient)).map((pair) => `${pair[5]}${pair.split(' ')[1]?.[0]}`)
    expect([choice, JSON.stringify(scope), short.join(' ')]).toEqual([choice, JSON.stringify(scope), stopped])
    await world.check()
  }
})

describe('when the catalogue changes', () => {
  async function startWith(world: World, change: (one: DatabaseEntry) => DatabaseEntry): Promise<void> {
    const { file, remove } = await changedCatalogue(change)
    await world.restart(undefined, { ERABU_CATALOGUE: file })
    await remove()
  }

  test('a stop of a purpose reaches a database that becomes stoppable; one of several databases does not', async ({
    world,
  }) => {
    const statutory = world.holder('demo-statutory')
    const people = [0, 1].map(ordinary)
    const [byPurpose, bySeveral] = (await statutory.link('research', people.map(numbersOf))).map((one) =>
      linked([one]),
    )
    const policy = linked(await statutory.link('policy', people.slice(0, 1).map(numbersOf)))
    for (const [i, scope] of [RESEARCH, BIOBANK_REGISTRY].entries()) {
      const patient = world.patient()
      await patient.enrol(ordinary(i).id)
      await patient.decide('stop', scope)
    }
    await startWith(world, (one) => (one.id === 'demo-statutory' ? { ...one, opt_out: 'available' } : one))
    const bits = [byPurpose, bySeveral, policy].map((one) => one && bitOf(world, one))
    expect(await Promise.all(bits)).toEqual([1, 0, 0])
    await world.check()
  })

  test('stops of a purpose and of several databases reach a purpose that is added', async ({ world }) => {
    for (const [i, scope] of [{ purpose: 'industry' } as const, BIOBANK_REGISTRY, RESEARCH].entries()) {
      const patient = world.patient()
      await patient.enrol(ordinary(i).id)
      await patient.decide('stop', scope)
    }
    await world.tick()
    await startWith(world, (one) =>
      one.id === 'demo-registry' ? { ...one, purposes: ['research', 'industry'] } : one,
    )
    world.clock.advance(60_000)
    const answers = await world.holder('demo-registry').link(
      'industry',
      [0, 1, 2].map((i) => numbersOf(ordinary(i))),
    )
    expect(answers.map((one) => linked([one]).state)).toEqual(['revoked', 'revoked', 'usable'])
  })

  test('a decision still lists the databases that it names', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { decision } = await patient.decide('stop', BIOBANK_REGISTRY)
    await startWith(world, (one) =>
      one.id === 'demo-registry' ? { ...one, feed: false, purposes: [] } : one,
    )
    const [now] = (await patient.decisions()).decisions
    expect(now).toEqual({ ...decision, databases: ['demo-biobank'] })
    const receipt = decodeJwt<ReceiptPayload>(await patient.receipt(decision.id))
    expect([...receipt.databases].sort()).toEqual(['demo-biobank', 'demo-registry'])
  })
})

test('the same request sent again is the same decision', async ({ world }) => {
  const patient = await everywhereLinked(world)
  const key = 'twice-the-same'
  const body = await patient.signed('stop', BIOBANK_REGISTRY)
  const answers = await Promise.all([1, 2, 3].map(() => patient.sendDecision(body, key)))
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect(new Set(texts).size).toBe(1)
  const other = { ...body, decision: { ...body.decision, scope: RESEARCH } }
  expect((await patient.sendDecision(other, key)).status).toBe(422)
  expect((await patient.decisions()).decisions).toHaveLength(1)
})
