import { describe, expect } from 'vitest'
import { readStored } from '../support/check/stored.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import { dayFrom, INLINE, PROJECT, recorded, usesOf } from '../support/uses.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const registry = (world: World) => usesOf(world.holder('demo-registry'))
const DAYS = { from: '2026-10-01', to: '2026-10-31' }
const versions = async (world: World) =>
  (await readStored(world.place)).project_version.sort((a, b) => a.version - b.version)

describe('a project', () => {
  test('is registered once, and again without a change', async ({ world }) => {
    const { put } = registry(world)
    const first = await put('p-1')
    expect([first.status, await first.json()]).toEqual([201, { id: 'p-1', ...PROJECT, erased_on: null }])
    const again = await put('p-1')
    expect([again.status, await again.json()]).toEqual([200, { id: 'p-1', ...PROJECT, erased_on: null }])
    expect(await versions(world)).toHaveLength(1)
  })

  test('is answered without caches', async ({ world }) => {
    expect((await registry(world).put('p-1')).headers.get('cache-control')).toBe('no-store')
  })

  test('that changes keeps what it was: an end that moves, a title, an approval before any use', async ({
    world,
  }) => {
    const { put } = registry(world)
    await put('p-1')
    const extended = await put('p-1', { ends_on: '2028-03-31' })
    expect([extended.status, await extended.json()]).toMatchObject([200, { ends_on: '2028-03-31' }])
    await put('p-1', { ends_on: '2026-12-31', title: '高血圧の研究', approved_on: '2026-05-01' })
    expect(await versions(world)).toMatchObject([
      { version: 1, ends_on: '2027-03-31', title: PROJECT.title },
      { version: 2, ends_on: '2028-03-31', title: PROJECT.title },
      { version: 3, ends_on: '2026-12-31', title: '高血圧の研究', approved_on: '2026-05-01' },
    ])
  })

  test('that comes ten times at once is one, and so is each of its changes', async ({ world }) => {
    const { put } = registry(world)
    const answers = await Promise.all(Array.from({ length: 10 }, () => put('p-1')))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(9).fill(200), 201])
    const titles = ['a', 'b', 'c', 'd', 'e']
    await Promise.all(titles.map((title) => put('p-1', { title })))
    const all = await versions(world)
    expect(all.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6])
    expect(all.map(({ title }) => title).toSorted()).toEqual([...titles, PROJECT.title])
  })

  test('has its approval and its purpose fixed by its first use, and nothing else', async ({ world }) => {
    const holder = world.holder('demo-biobank')
    const { put, report } = usesOf(holder)
    await put('p-1')
    await recorded(await report('p-1', DAYS, []))
    const fixed = { title: '高血圧の研究', ends_on: '2028-03-31' }
    expect((await put('p-1', fixed)).status).toBe(200)
    for (const change of [{ approved_on: '2026-03-31' }, { purpose: 'industry' }]) {
      await expectRefused(world, 'project-fixed', () => put('p-1', { ...fixed, ...change }))
      const { issues } = (await (await put('p-1', { ...fixed, ...change })).json()) as { issues: object[] }
      expect(issues).toEqual([{ path: Object.keys(change)[0], message: 'is fixed by the first use' }])
    }
  })

  test('is not fixed by a report that was not completed', async ({ world }) => {
    const { put, report } = registry(world)
    await put('p-1')
    await expectRefused(world, 'use-in-future', () =>
      report('p-1', { from: '2026-10-01', to: dayFrom(world, 2) }, []),
    )
    expect((await put('p-1', { approved_on: '2026-03-01' })).status).toBe(200)
  })

  test.for([
    ['ends before it was approved', 'ends-before-approval', { ends_on: '2026-03-31' }],
    ['has a purpose that its database does not have', 'unknown-purpose', { purpose: 'industry' }],
    ['has a number in its title', 'number-refused', { title: '06990014 の研究' }],
    ['has a My Number in the name of who approved it', 'my-number-refused', { approved_by: '123456789018' }],
    ['lacks a member', 'invalid-request', { erase_by: undefined }],
    ['has an empty title', 'invalid-request', { title: '' }],
    ['has a title of spaces', 'invalid-request', { title: ' \u3000 ' }],
    ['names an organisation of spaces', 'invalid-request', { organisation: '  ' }],
    ['was approved by spaces', 'invalid-request', { approved_by: '\u3000' }],
    ['is used where nobody knows', 'invalid-request', { environment: 'cloud' }],
    ['ends on a day that does not exist', 'invalid-request', { ends_on: '2027-02-30' }],
    ['has a member that nobody knows', 'invalid-request', { erased_on: '2026-01-01' }],
    ['has an invisible character in its title', 'invalid-request', { title: 'a\u200bb' }],
  ] as const)('that %s is refused', async ([, code, change], { world }) => {
    await expectRefused(world, code, () => registry(world).put('p-1', change))
  })

  test('cannot have been approved tomorrow, and can end on the day of its approval', async ({ world }) => {
    const { put } = registry(world)
    const today = dayFrom(world, 0)
    await expectRefused(world, 'invalid-request', () => put('p-1', { approved_on: dayFrom(world, 1) }))
    expect((await put('p-1', { approved_on: today, ends_on: today })).status).toBe(201)
  })

  test('has an id of 128 characters at most, without invisible ones', async ({ world }) => {
    const { put } = registry(world)
    for (const id of ['x'.repeat(129), 'a\u0000b', 'a\u200bb', 'a\nb'])
      await expectRefused(world, 'invalid-request', () => put(id))
    for (const id of ['x'.repeat(128), '研究-1', 'a/b', 'a b?', '123456789012']) {
      const answer = await put(id)
      expect([answer.status, await answer.json()]).toMatchObject([201, { id }])
    }
  })

  test('of another client’s database is not found, and its id is free in one’s own', async ({ world }) => {
    const { put, erase } = registry(world)
    await usesOf(world.holder('demo-biobank')).put('p-1', { title: '別の研究' })
    await expectRefused(world, 'not-found', () => put('p-1', {}, 'demo-biobank'))
    await expectRefused(world, 'not-found', () => erase('p-1', '2026-10-31', 'demo-biobank'))
    await expectRefused(world, 'not-found', () => erase('p-1', '2026-10-31'))
    expect((await put('p-1')).status).toBe(201)
  })
})

describe('an erasure', () => {
  test('is kept with the project, also when that changes later', async ({ world }) => {
    const { put, erase } = registry(world)
    await put('p-1')
    const erased = await erase('p-1', '2026-10-31')
    expect([erased.status, await erased.json()]).toEqual([
      200,
      { id: 'p-1', ...PROJECT, erased_on: '2026-10-31' },
    ])
    expect(await (await put('p-1', { title: 'x' })).json()).toMatchObject({ erased_on: '2026-10-31' })
    await erase('p-1', '2026-10-31')
    await erase('p-1', '2026-11-01')
    expect((await versions(world)).map(({ erased_on }) => erased_on)).toEqual([
      null,
      '2026-10-31',
      '2026-10-31',
      '2026-11-01',
    ])
    const { audit } = await readStored(world.place)
    const kinds = audit.filter(({ kind }) => ['project', 'erasure'].includes(kind)).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['erasure', 'erasure', 'project', 'project'])
  })

  test('on a day in the future, before the approval or that does not exist is refused', async ({ world }) => {
    const { put, erase } = registry(world)
    await put('p-1')
    for (const day of [dayFrom(world, 1), '2026-03-31', '2026-02-30', null])
      await expectRefused(world, 'invalid-request', () => erase('p-1', day))
    expect((await erase('p-1', dayFrom(world, 0))).status).toBe(200)
    expect((await erase('p-1', PROJECT.approved_on)).status).toBe(200)
  })
})

describe('a report of use under a project', () => {
  test('needs its id alone, and shows the person what was approved', async ({ world }) => {
    const holder = world.holder('demo-registry')
    const { put, erase, report } = usesOf(holder)
    const [linked] = await holder.link('research', [numbersOf(ordinary(0))])
    const token = linked && 'token' in linked ? linked.token : ''
    await put('p-1')
    await recorded(await report('p-1', DAYS, [token]))
    const described = { ...INLINE, id: 'p-2' }
    await recorded(await report(described, DAYS, [token]))
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const uses = async () => {
      type Answer = { databases: { uses: { project: { id: string } }[] }[] }
      const { databases } = await patient.call<Answer>('GET', '/api/usage')
      return databases.flatMap((one) => one.uses).toSorted((a, b) => (a.project.id < b.project.id ? -1 : 1))
    }
    const never = { approved_by: null, approved_on: null, environment: null, form: null }
    expect(await uses()).toMatchObject([
      { project: { id: 'p-1', ...PROJECT, erased_on: null }, ...DAYS, class: 'before' },
      {
        project: { ...described, ...never, ends_on: null, erase_by: null, erased_on: null },
        class: 'before',
      },
    ])
    await put('p-1', { ends_on: '2028-03-31' })
    await erase('p-1', '2026-11-01')
    expect(await uses()).toMatchObject([
      { project: { id: 'p-1', ends_on: '2028-03-31', erased_on: '2026-11-01' } },
      { project: { id: 'p-2', approved_by: null } },
    ])
  })

  test('that nobody registered is refused, also where another database has it', async ({ world }) => {
    await usesOf(world.holder('demo-biobank')).put('p-1')
    await expectRefused(world, 'unknown-project', () => registry(world).report('p-1', DAYS, []))
  })

  test('that describes a registered one is of that project, and has to have its purpose', async ({
    world,
  }) => {
    const { put, report } = usesOf(world.holder('demo-biobank'))
    await put('p-1')
    const described = { ...INLINE, id: 'p-1' }
    await expectRefused(world, 'purpose-mismatch', () =>
      report({ ...described, purpose: 'industry' }, DAYS, []),
    )
    const first = await recorded(await report(described, DAYS, []))
    expect((await recorded(await report('p-1', DAYS, []))).id).toBe(first.id)
    await expectRefused(world, 'project-fixed', () => put('p-1', { approved_on: '2026-03-31' }))
  })

  test('that nobody registered fixes that nothing was approved: its project cannot be registered later', async ({
    world,
  }) => {
    const { put, erase, report } = registry(world)
    await recorded(await report({ ...INLINE, id: 'late' }, DAYS, []))
    await expectRefused(world, 'project-fixed', () => put('late', { approved_on: '2020-01-01' }))
    const { issues } = (await (await put('late')).json()) as { issues: object[] }
    expect(issues).toEqual([{ path: 'approved_on', message: 'is fixed by the first use' }])
    await expectRefused(world, 'not-found', () => erase('late', '2026-10-31'))
    await expectRefused(world, 'unknown-project', () => report('late', DAYS, []))
    expect((await usesOf(world.holder('demo-biobank')).put('late')).status, 'another database').toBe(201)
  })

  test('and its first registration at the same time: one of them counts, whichever it is', async ({
    world,
  }) => {
    const { put } = registry(world)
    const { usageReports } = world.deps
    for (const id of ['a', 'b', 'c', 'd']) {
      const project = { ...INLINE, id, purpose: 'research' as const }
      const upload = await usageReports.begin({ database: 'demo-registry', project, ...DAYS }, null)
      const completed = usageReports.complete(upload).then(
        () => true,
        () => false,
      )
      const [used, { status }] = await Promise.all([completed, put(id)])
      expect([used, status]).toEqual(used ? [true, 409] : [false, 201])
      if (!used) await usageReports.discard(upload)
    }
  })

  test('has to be sent again where the approval changed while it was sent', async ({ world }) => {
    const { put } = registry(world)
    await put('p-1')
    const { usageReports } = world.deps
    const head = { database: 'demo-registry', project: 'p-1', ...DAYS }
    const upload = await usageReports.begin(head, null)
    const unregistered = await usageReports.begin(
      { ...head, project: { ...INLINE, id: 'p-2', purpose: 'research' } },
      null,
    )
    await put('p-1', { approved_on: '2026-03-31' })
    await put('p-2')
    for (const late of [upload, unregistered]) {
      await expect(usageReports.complete(late)).rejects.toMatchObject({ code: 'unavailable' })
      await usageReports.discard(late)
    }
    await usageReports.complete(await usageReports.begin(head, null))
  })
})
