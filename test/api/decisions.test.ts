import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { decodeJwt } from 'jose'
import { describe, expect } from 'vitest'
import { numbersOf, ordinary, PEOPLE } from '../support/people.ts'
import { test } from '../support/world-test.ts'

describe('a preview', () => {
  test('commits its challenge to the decision and to a nonce', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { decision, nonce, options } = await patient.decisionOptions('stop', { all: true })
    const expected = createHash('sha256')
      .update(Buffer.from(nonce, 'base64url'))
      .update(canonicalize(decision) ?? '')
      .digest('base64url')
    expect(options.challenge).toBe(expected)
    expect(options.userVerification).toBe('required')
    expect(options.allowCredentials?.map(({ id }) => id)).toEqual(
      patient.authenticator.credentials.map(({ id }) => id),
    )
  })

  test('lists what changes and what does not, database by database, with the reason', async ({ world }) => {
    const person = ordinary(0)
    await world.holder('demo-registry').link('research', [numbersOf(person)])
    await world.holder('demo-statutory').link('policy', [numbersOf(person)])
    const patient = world.patient()
    await patient.enrol(person.id)
    const { effects } = await patient.decisionOptions('stop', { all: true })
    const of = (id: string) => effects.filter(({ database }) => database === id)
    expect(of('demo-registry')).toEqual([
      { database: 'demo-registry', purpose: 'research', from: 'usable', to: 'stopped', why: 'covered' },
    ])
    expect(of('demo-statutory')).toEqual([
      { database: 'demo-statutory', purpose: 'policy', from: 'usable', to: 'unchanged', why: 'not-by-law' },
    ])
    expect(of('demo-biobank')).toEqual([
      { database: 'demo-biobank', purpose: null, from: null, to: 'unchanged', why: 'not-linked' },
    ])
    expect(of('midnet')[0]?.why).toBe('no-feed')
    expect(new Set(effects.map(({ database }) => database)).size).toBe(world.deps.databases.all.length)
  })

  test('decides nothing', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const before = await world.fingerprint()
    await patient.decisionOptions('stop', { all: true })
    expect(await world.fingerprint()).toBe(before)
  })
})

describe('a decision', () => {
  test('stops every linkage that a decision can cover, and no other', async ({ world }) => {
    const person = ordinary(0)
    const [registry, statutory] = [world.holder('demo-registry'), world.holder('demo-statutory')]
    const [stopped] = await registry.link('research', [numbersOf(person)])
    await statutory.link('policy', [numbersOf(person)])
    const [other] = await registry.link('research', [numbersOf(ordinary(1))])
    const patient = world.patient()
    await patient.enrol(person.id)
    const { decision, receipt } = await patient.decide('stop', { all: true })
    expect(decision).toMatchObject({ choice: 'stop', scope: { all: true }, receipt_number: receipt.number })
    expect(decision.databases.sort()).toEqual(['demo-biobank', 'demo-jisedai', 'demo-registry'])
    const { token: tokens } = await world.check()
    const states = Object.fromEntries(tokens.map(({ token, state }) => [token, state]))
    expect(stopped && 'token' in stopped && states[stopped.token]).toBe('revoked')
    expect(other && 'token' in other && states[other.token]).toBe('usable')
    expect(tokens.find(({ database_id }) => database_id === 'demo-statutory')?.state).toBe('usable')
  })

  test('for one purpose leaves the other purposes of the database alone', async ({ world }) => {
    const person = ordinary(0)
    const biobank = world.holder('demo-biobank')
    await biobank.link('research', [numbersOf(person)])
    await biobank.link('industry', [numbersOf(person)])
    const patient = world.patient()
    await patient.enrol(person.id)
    await patient.decide('stop', { database: 'demo-biobank', purpose: 'industry' })
    const { databases, standing } = await patient.databases()
    const linkages = databases.find(({ id }) => id === 'demo-biobank')?.linkages
    expect(linkages?.map(({ purpose, state }) => [purpose, state]).sort()).toEqual([
      ['industry', 'stopped'],
      ['research', 'usable'],
    ])
    expect(standing).toBeNull()
  })

  test('that covers a linkage wins over an earlier one, whatever their scopes', async ({ world }) => {
    const person = ordinary(0)
    await world.holder('demo-registry').link('research', [numbersOf(person)])
    await world.holder('demo-biobank').link('research', [numbersOf(person)])
    const patient = world.patient()
    await patient.enrol(person.id)
    const states = async () => {
      const { databases } = await patient.databases()
      return databases.flatMap(({ id, linkages }) => linkages.map(({ state }) => `${id} ${state}`)).sort()
    }
    await patient.decide('stop', { all: true })
    expect(await states()).toEqual(['demo-biobank stopped', 'demo-registry stopped'])
    await patient.decide('allow', { database: 'demo-biobank' })
    expect(await states()).toEqual(['demo-biobank usable', 'demo-registry stopped'])
    await patient.decide('stop', { database: 'demo-biobank', purpose: 'research' })
    expect(await states()).toEqual(['demo-biobank stopped', 'demo-registry stopped'])
    await patient.decide('allow', { all: true })
    expect(await states()).toEqual(['demo-biobank usable', 'demo-registry usable'])
  })

  test('to stop stands for linkages that are registered afterwards', async ({ world }) => {
    const person = ordinary(0)
    const patient = world.patient()
    await patient.enrol(person.id)
    await patient.decide('stop', { all: true })
    const [linkage] = await world.holder('demo-registry').link('research', [numbersOf(person)])
    expect(linkage).toMatchObject({ state: 'revoked' })
    await world.tick()
    const { sets } = await world.holder('demo-registry').poll()
    expect(Object.values(sets).map((set) => decodeJwt(set).sub_id)).toEqual([
      { format: 'opaque', id: linkage && 'token' in linkage && linkage.token },
    ])
  })

  test('to allow again mints a new token and never clears the old one', async ({ world }) => {
    const person = ordinary(0)
    const registry = world.holder('demo-registry')
    const [first] = await registry.link('research', [numbersOf(person)])
    const patient = world.patient()
    await patient.enrol(person.id)
    await patient.decide('stop', { database: 'demo-registry' })
    await world.check()
    await patient.decide('allow', { database: 'demo-registry' })
    const { token: tokens } = await world.check()
    const [old, renewed] = tokens.sort((a, b) => a.generation - b.generation)
    expect(old).toMatchObject({
      token: first && 'token' in first && first.token,
      state: 'revoked',
      generation: 1,
    })
    expect(renewed).toMatchObject({ state: 'usable', generation: 2 })
    expect(renewed?.token).not.toBe(old?.token)
    await world.tick()
    const [again] = await registry.link('research', [numbersOf(person)])
    expect(again).toMatchObject({ token: renewed?.token, state: 'usable' })
  })

  test('that changes nothing is recorded and has its receipt all the same', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await patient.decide('stop', { all: true })
    const { decisions } = await patient.decisions()
    expect(decisions).toHaveLength(2)
    expect(new Set(decisions.map(({ receipt_number }) => receipt_number)).size).toBe(2)
    expect((await world.check()).outbox).toEqual([])
  })

  test('is found again under another number of the same person', async ({ world }) => {
    const jobChanger = PEOPLE.jobChanger
    const [, old] = jobChanger.coverages
    const [linkage] = await world.holder('demo-registry').link('research', old ? [old] : [])
    expect(linkage).toMatchObject({ state: 'usable' })
    const patient = world.patient()
    await patient.enrol(jobChanger.id)
    await patient.decide('stop', { all: true })
    await world.tick()
    const [again] = await world.holder('demo-registry').link('research', [numbersOf(jobChanger)])
    expect(again).toEqual({ ...linkage, state: 'revoked' })
  })
})

describe('the history', () => {
  test('has the newest decision first, each as it was recorded', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const first = await patient.decide('stop', { all: true })
    const second = await patient.decide('allow', { database: 'demo-biobank' })
    expect((await patient.decisions()).decisions).toEqual([second.decision, first.decision])
  })

  test('is that of the person who asks', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await one.enrol(ordinary(0).id)
    await two.enrol(ordinary(1).id)
    await one.decide('stop', { all: true })
    expect(await two.decisions()).toEqual({ decisions: [], next: null })
    expect((await two.databases()).standing).toBeNull()
  })
})
