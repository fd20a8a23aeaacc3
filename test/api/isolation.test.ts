import { describe, expect } from 'vitest'
import { createPatient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { test } from '../support/world-test.ts'

describe('two people on one device', () => {
  test('the second never sees the coverage of the first, who left without signing out', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await two.enrol(ordinary(1).id)
    const id = await one.prove(ordinary(0).id)
    await one.coverage(id)
    const here = createPatient({ origin: world.origin, authenticator: two.authenticator })
    for (const [name, cookie] of one.browser.cookies) here.browser.cookies.set(name, cookie)
    await here.signIn()
    await expectRefused(world, 'not-found', () =>
      here.browser.send('GET', `/api/portal/requests/${id}/coverage`),
    )
    await expectRefused(world, 'not-found', () => here.browser.send('GET', `/api/portal/requests/${id}`))
  })

  test('the proofing of the first does not count for the second', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await two.enrol(ordinary(1).id)
    await one.prove(ordinary(0).id)
    const here = createPatient({ origin: world.origin, authenticator: two.authenticator })
    for (const [name, cookie] of one.browser.cookies) here.browser.cookies.set(name, cookie)
    expect(await here.signIn()).toMatchObject({ proofed: false })
  })

  test('a signed-in person cannot be proofed as somebody else', async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const { id, authorize_url } = await patient.startProofing()
    await patient.comeBack(await patient.consent(authorize_url, ordinary(1).id))
    expect(await patient.proofingStatus(id)).toBe('mismatch')
    await expectRefused(world, 'coverage-gone', () =>
      patient.browser.send('GET', `/api/portal/requests/${id}/coverage`),
    )
  })

  test('answers to one never contain linkages, decisions or progress of the other', async ({ world }) => {
    const [one, two] = [world.patient(), world.patient()]
    await world.holder('demo-registry').link('research', [numbersOf(ordinary(0))])
    await world.holder('demo-biobank').link('research', [numbersOf(ordinary(1))])
    await one.enrol(ordinary(0).id)
    await two.enrol(ordinary(1).id)
    await one.decide('stop', { all: true })
    const linked = async (patient: typeof one) =>
      (await patient.databases()).databases.filter(({ linkages }) => linkages.length > 0).map(({ id }) => id)
    expect(await linked(one)).toEqual(['demo-registry'])
    expect(await linked(two)).toEqual(['demo-biobank'])
  })
})

describe('one person at two databases', () => {
  test('has nothing in common there: no token, no jti, no txn, and no time finer than the tick', async ({
    world,
  }) => {
    const people = [0, 1, 2, 3, 4].map((index) => numbersOf(ordinary(index)))
    const holders = [world.holder('demo-registry'), world.holder('demo-biobank')]
    for (const holder of holders) await holder.link('research', people)
    for (const index of [0, 1, 2, 3, 4]) {
      const patient = world.patient()
      await patient.enrol(ordinary(index).id)
      await patient.decide('stop', { all: true })
    }
    await world.tick()
    const { event, token } = await world.check()
    expect(event).toHaveLength(10)
    expect(new Set(event.map(({ published_at }) => published_at)).size).toBe(1)
    expect(new Set(token.map(({ token }) => token)).size).toBe(10)
    const sets = event.map(({ set }) =>
      JSON.parse(Buffer.from(set.split('.')[1] ?? '', 'base64url').toString()),
    )
    expect(new Set(sets.map(({ jti }) => jti)).size).toBe(10)
    expect(new Set(sets.map(({ txn }) => txn)).size).toBe(10)
  })
})
