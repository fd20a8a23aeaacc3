import { describe, expect } from 'vitest'
import type { LinkageView } from '../../api/contract/patient.ts'
import type { Patient } from '../support/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { bitOf, linked } from '../support/pooled.ts'
import { linkOne, linkSealed } from '../support/sealed.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const REGISTRY = 'demo-registry'
const [ONE, OTHER] = [ordinary(4), ordinary(5)]

const using = (world: World, ERABU_SCHEMES: string) => world.restart(undefined, { ERABU_SCHEMES })

const enrolled = async (world: World, id: string): Promise<Patient> => {
  const patient = world.patient()
  await patient.enrol(id)
  return patient
}

const seenBy = async (patient: Patient): Promise<LinkageView[]> =>
  (await patient.databases()).databases.find(({ id }) => id === REGISTRY)?.linkages ?? []

/** The identifiers of a resident, by scheme, from all sources in use. */
async function idsOf(world: World, of: typeof ONE): Promise<Record<string, string>> {
  const named = await world.deps.identification.person([numbersOf(of)])
  return Object.fromEntries(named?.ids.map(({ scheme, id }) => [scheme, id]) ?? [])
}

const audited = async (world: World) =>
  (await world.check()).audit.map(({ kind }) => kind).filter((kind) => kind === 'kin')

describe('a new identifier beside ID5', () => {
  test('finds who stopped under the other, whichever is used', async ({ world }) => {
    const patient = await enrolled(world, ONE.id)
    await patient.decide('stop', { database: REGISTRY })
    await using(world, 'id5,kyotsu')
    const { id5, kyotsu } = await idsOf(world, ONE)
    const row = await linkOne(world, REGISTRY, { scheme: 'kyotsu', kyotsu, id5 })
    const same = linked(await world.holder(REGISTRY).link('research', [numbersOf(ONE)]))
    expect(same.token).toBe(row.token)
    await world.tick()
    expect(await bitOf(world, row)).toBe(1)
    await patient.signIn()
    expect(await seenBy(patient)).toMatchObject([{ state: 'stopped', held: false }])
    expect(await audited(world)).toEqual([])
  })

  test('finds them too when ID5 is no longer in use', async ({ world }) => {
    const patient = await enrolled(world, ONE.id)
    await patient.decide('stop', { all: true })
    await using(world, 'id5,kyotsu')
    const { kyotsu } = await idsOf(world, ONE)
    // The person appears once while both are in use.
    await patient.prove(ONE.id)
    await using(world, 'kyotsu')
    const row = await linkOne(world, REGISTRY, { scheme: 'kyotsu', kyotsu, id5: null })
    await world.tick()
    expect(await bitOf(world, row)).toBe(1)
    expect((await linkSealed(world, REGISTRY, [{ scheme: 'id5', id5: 'x' }]))[0]).toEqual({
      error: 'subject-rejected',
    })
    const again = world.patient()
    await again.enrol(OTHER.id)
    expect(await seenBy(again)).toEqual([])
  })

  test('takes no sealed subject that leaves ID5 out, or is of a scheme that is not in use', async ({
    world,
  }) => {
    const refused = [{ error: 'subject-rejected' }]
    expect(await linkSealed(world, REGISTRY, [{ scheme: 'kyotsu', kyotsu: 'k', id5: null }])).toEqual(refused)
    await using(world, 'id5,kyotsu')
    expect(await linkSealed(world, REGISTRY, [{ scheme: 'kyotsu', kyotsu: 'k' }])).toEqual(refused)
    expect(await linkSealed(world, REGISTRY, [{ scheme: 'id6', id6: 'k' }])).toEqual(refused)
    const row = await linkOne(world, REGISTRY, { scheme: 'kyotsu', kyotsu: 'k', id5: null })
    expect(row.state).toBe('usable')
  })

  test('of somebody who had no ID5 before keeps what was linked: a stop counts for both, and both are seen', async ({
    world,
  }) => {
    await using(world, 'id5,kyotsu')
    const { id5, kyotsu } = await idsOf(world, ONE)
    const before = await linkOne(world, REGISTRY, { scheme: 'kyotsu', kyotsu, id5: null })
    const patient = await enrolled(world, ONE.id)
    await patient.decide('stop', { all: true })
    const after = await linkOne(world, REGISTRY, { scheme: 'kyotsu', kyotsu, id5 })
    expect(after.token).toBe(before.token)
    await world.tick()
    expect(await bitOf(world, before)).toBe(1)
    expect(await seenBy(patient)).toMatchObject([{ state: 'stopped', held: false }])
    expect(await audited(world)).toEqual(['kin'])
    expect((await world.check()).case_file).toEqual([])
  })
})

describe('two people whom the register mixed up', () => {
  test('get at nothing of each other, before it is put right and after', async ({ world }) => {
    await using(world, 'id5,kyotsu')
    await world.surroundings.correct('merge', [ONE.id, OTHER.id])
    const one = await enrolled(world, ONE.id)
    const [a, b] = [await idsOf(world, ONE), await idsOf(world, OTHER)]
    expect(a.id5).toBe(b.id5)
    expect(a.kyotsu).not.toBe(b.kyotsu)
    const content = ({ kyotsu, id5 }: Record<string, string>) => ({ scheme: 'kyotsu', kyotsu, id5 })
    const [mine, theirs] = [
      await linkOne(world, REGISTRY, content(a)),
      await linkOne(world, REGISTRY, content(b)),
    ]
    await one.decide('stop', { all: true })
    await world.tick()
    expect([await bitOf(world, mine), await bitOf(world, theirs)]).toEqual([1, 1])

    // While the register says that they are one, whoever comes second is nobody.
    const other = world.patient()
    const { id, authorize_url } = await other.startProofing()
    await other.comeBack(await other.consent(authorize_url, OTHER.id))
    expect(await other.call('GET', `/api/portal/requests/${id}`)).toMatchObject({ status: 'mismatch' })

    await world.surroundings.correct('split', [ONE.id, OTHER.id])
    await other.enrol(OTHER.id)
    expect((await other.databases()).standing).toBeNull()
    await other.decide('allow', { all: true })
    await world.tick()
    const again = [await linkOne(world, REGISTRY, content(a)), await linkOne(world, REGISTRY, content(b))]
    for (const row of [mine, theirs, ...again]) expect(await bitOf(world, row)).toBe(1)
    expect((await one.databases()).standing?.choice).toBe('stop')
    await one.prove(ONE.id)
  })

  test('and are registered in one request: only one of them joins the ID5', async ({ world }) => {
    await using(world, 'id5,kyotsu')
    await world.surroundings.correct('merge', [ONE.id, OTHER.id])
    const [a, b] = [await idsOf(world, ONE), await idsOf(world, OTHER)]
    const content = ({ kyotsu, id5 }: Record<string, string>) => ({ scheme: 'kyotsu', kyotsu, id5 })
    const [first, second] = await linkSealed(world, REGISTRY, [content(a), content(b)])
    if (!first || !second || 'error' in first || 'error' in second) throw new Error('not linked')
    expect(first.token).not.toBe(second.token)
    const one = await enrolled(world, ONE.id)
    await one.decide('stop', { all: true })
    await world.surroundings.correct('split', [ONE.id, OTHER.id])
    const other = await enrolled(world, OTHER.id)
    await other.decide('allow', { all: true })
    await world.tick()
    expect((await other.databases()).standing?.choice).toBe('allow')
    expect((await one.databases()).standing?.choice).toBe('stop')
    for (const row of [first, second]) expect(await bitOf(world, row)).toBe(1)
  })

  test('who come in the other order, too: nobody is proofed as somebody else', async ({ world }) => {
    await using(world, 'id5,kyotsu')
    await world.surroundings.correct('merge', [ONE.id, OTHER.id])
    const [a, b] = [await idsOf(world, ONE), await idsOf(world, OTHER)]
    const content = ({ kyotsu, id5 }: Record<string, string>) => ({ scheme: 'kyotsu', kyotsu, id5 })
    await linkOne(world, REGISTRY, content(b))
    const one = await enrolled(world, ONE.id).catch(() => null)
    // A holder's record of the other came first, so the register has to be put right before anybody is proofed.
    expect(one).toBeNull()
    await linkOne(world, REGISTRY, content(a))
    await world.surroundings.correct('split', [ONE.id, OTHER.id])
    const other = await enrolled(world, OTHER.id)
    await other.decide('stop', { all: true })
    const rows = [await linkOne(world, REGISTRY, content(a)), await linkOne(world, REGISTRY, content(b))]
    await world.tick()
    for (const row of rows) expect(await bitOf(world, row)).toBe(1)
  })
})

describe('two identifiers that a source names as one person’s', () => {
  test('keep their linkages apart, and a stop of either counts for both', async ({ world }) => {
    const [one, other] = [await enrolled(world, ONE.id), await enrolled(world, OTHER.id)]
    const [mine, theirs] = (await world.holder(REGISTRY).link('research', [ONE, OTHER].map(numbersOf))).map(
      (answer) => linked([answer]),
    )
    if (!mine || !theirs) throw new Error('not linked')
    await one.decide('stop', { all: true })
    const [a, b] = [await idsOf(world, ONE), await idsOf(world, OTHER)]
    await linkOne(world, REGISTRY, { scheme: 'id5', id5: b.id5, was: [a.id5] })
    await world.tick()
    expect([await bitOf(world, mine), await bitOf(world, theirs)]).toEqual([1, 1])
    expect(await seenBy(one)).toMatchObject([{ state: 'stopped', held: false }])
    expect(await seenBy(other)).toMatchObject([{ state: 'stopped', held: true }])
    await other.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(other)).toMatchObject([{ state: 'stopped', held: true }])
    await one.decide('allow', { all: true })
    await world.tick()
    expect(await seenBy(one)).toMatchObject([{ state: 'usable', held: false }])
    expect(await seenBy(other)).toMatchObject([{ state: 'usable', held: false }])
    // Later linkages count for both too.
    await other.decide('stop', { all: true })
    const late = linked(await world.holder('demo-biobank').link('research', [numbersOf(ONE)]))
    await world.tick()
    expect(await bitOf(world, late)).toBe(1)
    expect(await audited(world)).toEqual(['kin'])
  })

  test('are noted from either source', async ({ world }) => {
    await using(world, 'id5,kyotsu')
    const one = await enrolled(world, ONE.id)
    const theirs = linked(await world.holder(REGISTRY).link('research', [numbersOf(OTHER)]))
    await one.decide('stop', { all: true })
    const [a, b] = [await idsOf(world, ONE), await idsOf(world, OTHER)]
    await linkOne(world, 'demo-biobank', { scheme: 'kyotsu', kyotsu: b.kyotsu, id5: b.id5, was: [a.id5] })
    await world.tick()
    expect(await bitOf(world, theirs)).toBe(1)
    expect(await audited(world)).toEqual(['kin'])
  })

  test('are noted once, and open one case in each database of each of them', async ({ world }) => {
    await world.holder(REGISTRY).link('research', [ONE, OTHER].map(numbersOf))
    const [a, b] = [await idsOf(world, ONE), await idsOf(world, OTHER)]
    const content = { scheme: 'id5', id5: b.id5, was: [a.id5] }
    for (const _ of [1, 2]) await linkSealed(world, REGISTRY, [content, content])
    expect(await audited(world)).toEqual(['kin'])
    expect((await world.check()).case_file).toHaveLength(2)
  })
})
