import { describe, expect } from 'vitest'
import type { CasesAnswer } from '../../api/contract/cases.ts'
import type { MessagesAnswer } from '../../api/contract/messages.ts'
import type { LinkageView } from '../../api/contract/patient.ts'
import { DAY } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, PEOPLE } from '../support/people.ts'
import { bitOf, linked } from '../support/pooled.ts'
import { linkOne } from '../support/sealed.ts'
import { dayFrom, INLINE, recorded, usesOf } from '../support/uses.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const REGISTRY = 'demo-registry'
const { kana, birth_date, sex } = PEOPLE.namesake

/** A record without a number, by which two people may be meant. */
const record = { id4: { kana, birth_date, sex } } as never

const open = (world: World) => world.restart(undefined, { ERABU_SCHEMES: 'id5,id4' })

const enrolled = async (world: World, id: string): Promise<Patient> => {
  const patient = world.patient()
  await patient.enrol(id)
  return patient
}

const seenBy = async (patient: Patient): Promise<LinkageView[]> =>
  (await patient.databases()).databases.find(({ id }) => id === REGISTRY)?.linkages ?? []

const link = async (world: World) => linked(await world.holder(REGISTRY).link('research', [record]))

describe('a record that may be of several people', () => {
  test('is taken only where ID4 is in use', async ({ world }) => {
    const [answer] = await world.holder(REGISTRY).link('research', [record])
    expect(answer).toEqual({ error: 'subject-rejected' })
    await open(world)
    expect((await link(world)).state).toBe('usable')
  })

  test('is seen by each of them, as what may be somebody else’s', async ({ world }) => {
    await open(world)
    const [one, other] = [await enrolled(world, 'namesake'), await enrolled(world, 'other-namesake')]
    const stranger = await enrolled(world, 'job-changer')
    await link(world)
    for (const patient of [one, other])
      expect(await seenBy(patient)).toMatchObject([{ precision: 'id4', state: 'usable', held: false }])
    expect(await seenBy(stranger)).toEqual([])
  })

  test('is stopped when one of them stops, and says to the other that it was not they', async ({ world }) => {
    await open(world)
    const [one, other] = [await enrolled(world, 'namesake'), await enrolled(world, 'other-namesake')]
    const row = await link(world)
    await world.tick()
    expect(await bitOf(world, row)).toBe(0)
    await one.decide('stop', { all: true })
    const [linkage] = await seenBy(other)
    expect(linkage).toMatchObject({ state: 'usable', held: false, progress: null })
    await world.tick()
    expect(await bitOf(world, row)).toBe(1)
    expect((await seenBy(other))[0]).toMatchObject({ since: linkage?.since, progress: null, outcome: null })
    expect(await seenBy(one)).toMatchObject([{ state: 'stopped', held: false }])
    expect(await seenBy(other)).toMatchObject([{ state: 'stopped', held: true }])
  })

  test('is born stopped where one of them has stopped before', async ({ world }) => {
    await open(world)
    const one = await enrolled(world, 'namesake')
    await one.decide('stop', { database: REGISTRY })
    await world.tick()
    world.clock.advance(2 * 3_600_000)
    const row = await link(world)
    expect(row.state).toBe('revoked')
    expect(await bitOf(world, row)).toBe(1)
  })

  test('opens only when none of them stops it any more', async ({ world }) => {
    await open(world)
    const [one, other] = [await enrolled(world, 'namesake'), await enrolled(world, 'other-namesake')]
    const row = await link(world)
    await one.decide('stop', { all: true })
    await other.decide('stop', { all: true })
    await world.tick()
    const preview = await one.decisionOptions('allow', { all: true })
    expect(preview.effects.find(({ database }) => database === REGISTRY)).toMatchObject({
      to: 'unchanged',
      why: 'held',
    })
    await one.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(one)).toMatchObject([{ state: 'stopped', held: true }])
    expect(await bitOf(world, row)).toBe(1)
    await other.decide('allow', { all: true })
    // When somebody else decided is not seen before their holder was told.
    expect(await seenBy(one)).toMatchObject([{ state: 'stopped', held: true, progress: null }])
    await world.tick()
    expect(await seenBy(one)).toMatchObject([{ state: 'usable', held: false, progress: null }])
    const again = await link(world)
    expect(again.token).not.toBe(row.token)
    expect([await bitOf(world, row), await bitOf(world, again)]).toEqual([1, 0])
  })

  test('is stopped too when a candidate who has stopped is named later', async ({ world }) => {
    await open(world)
    const id5 = async (of: typeof PEOPLE.namesake) =>
      (await world.deps.identification.person([numbersOf(of)]))?.ids[0]?.id ?? ''
    const mine = await id5(PEOPLE.namesake)
    const one = await enrolled(world, 'namesake')
    await one.decide('stop', { all: true })
    const content = { scheme: 'id4', id4: 'somebody', candidates: [await id5(PEOPLE.otherNamesake)] }
    const row = await linkOne(world, REGISTRY, content)
    expect(row.state).toBe('usable')
    // What is not published yet, no answer tells.
    const more = { ...content, candidates: [...content.candidates, mine] }
    expect((await linkOne(world, REGISTRY, more)).state).toBe('usable')
    await world.tick()
    expect(await bitOf(world, row)).toBe(1)
    expect(await seenBy(one)).toMatchObject([{ precision: 'id4', state: 'stopped', held: false }])
  })

  test('tells of a stop only whoever made it, and a use after it too', async ({ world }) => {
    await open(world)
    const [one, other] = [await enrolled(world, 'namesake'), await enrolled(world, 'other-namesake')]
    const row = await link(world)
    await one.decide('stop', { all: true })
    await world.tick()
    const holder = world.holder(REGISTRY)
    const [seq] = Object.values((await holder.poll()).sets)
    expect(seq).toBeDefined()
    await holder.applied({ through_seq: 1 })
    world.clock.advance(4 * DAY)
    const days = { from: dayFrom(world, -1), to: dayFrom(world, 0) }
    const late = world.holder(REGISTRY)
    expect(
      await recorded(await usesOf(late).report({ ...INLINE, id: 'p-1' }, days, [row.token])),
    ).toMatchObject({
      after_stop: 1,
    })
    await world.tick()
    for (const patient of [one, other]) await patient.signIn()
    const kindsOf = async (patient: Patient) => {
      const { messages } = await patient.call<MessagesAnswer>('GET', '/api/messages')
      return messages.map(({ kind }) => kind).filter((kind) => !kind.startsWith('passkey'))
    }
    expect((await kindsOf(one)).sort()).toEqual(['linked', 'stopped', 'used-after-stop'])
    expect((await kindsOf(other)).sort()).toEqual(['linked', 'used'])
    const casesOf = async (patient: Patient) => (await patient.call<CasesAnswer>('GET', '/api/cases')).cases
    expect(await casesOf(one)).toMatchObject([{ about: 'use', opened_by: 'erabu' }])
    expect(await casesOf(other)).toEqual([])
    // Whoever may not be meant can say so.
    const question = { about: 'linkage', database: REGISTRY, says: 'not-mine' }
    await other.call('POST', '/api/cases', question)
    expect(await casesOf(other)).toMatchObject([{ about: 'linkage', says: 'not-mine', opened_by: 'me' }])
  })

  test('of nobody who is known can be used, and belongs to nobody', async ({ world }) => {
    await open(world)
    const row = await linkOne(world, REGISTRY, { scheme: 'id4', id4: 'unknown', candidates: [] })
    expect(row.state).toBe('usable')
    const one = await enrolled(world, 'namesake')
    await one.decide('stop', { all: true })
    await world.tick()
    expect(await bitOf(world, row)).toBe(0)
  })
})
