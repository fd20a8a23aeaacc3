import { describe, expect } from 'vitest'
import type { UsageAnswer } from '../../api/contract/patient.ts'
import { DAY } from '../support/clock.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, linkedOutsider } from './linked-outsider.ts'
import { createOutsider } from './outsider.ts'

/** What an institute knows of an approved project, in the words of the written interface. */
const APPROVED = {
  title: '糖尿病の研究',
  organisation: '模擬大学',
  purpose: 'research',
  approved_by: '模擬大学 倫理審査委員会',
  approved_on: '2026-04-01',
  environment: 'copy',
  form: 'pseudonymised',
  ends_on: '2027-03-31',
  erase_by: '2027-06-30',
}
const path = (id: string) => `/projects/${id}?database=${DATABASE}`
const day = (world: World, ahead: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo' }).format(
    world.clock.now().getTime() + ahead * DAY,
  )

describe('an outsider with an approved project', () => {
  test('registers it, reports under its id, says that it was erased, and the person reads all of it', async ({
    world,
  }) => {
    const { outsider, people, linked } = await linkedOutsider(world, 1)
    expect((await outsider.send('PUT', path('p-1'), { json: APPROVED })).status).toBe(201)
    expect((await outsider.send('PUT', path('p-1'), { json: APPROVED })).status).toBe(200)
    const head = { database: DATABASE, project: 'p-1', from: '2026-10-01', to: '2026-10-31' }
    const ndjson = [head, { token: linked[0]?.token }, { token: 'unknown' }]
    const used = await outsider.send('POST', '/usage', { ndjson })
    expect([used.status, await used.json()]).toEqual([
      201,
      { id: expect.any(String), known: 1, unknown: 1, after_stop: 0 },
    ])
    const json = { erased_on: '2026-11-20' }
    const erased = await outsider.send('POST', path('p-1').replace('?', '/erasure?'), { json })
    expect([erased.status, await erased.json()]).toEqual([200, { id: 'p-1', ...APPROVED, ...json }])
    const patient = world.patient()
    await patient.enrol(people[0]?.id ?? '')
    const { databases } = await patient.call<UsageAnswer>('GET', '/api/usage')
    expect(databases.flatMap(({ uses }) => uses)).toEqual([
      {
        id: expect.any(String),
        project: { id: 'p-1', ...APPROVED, ...json },
        from: '2026-10-01',
        to: '2026-10-31',
        reported_at: expect.stringMatching(/Z$/),
        class: 'before',
      },
    ])
    const moved = { ...APPROVED, approved_on: '2026-03-01' }
    const refused = await outsider.send('PUT', path('p-1'), { json: moved })
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { type: 'urn:erabu:problem:project-fixed', status: 409 },
    ])
  })

  test('is told how many of its rows it used after their stop was due', async ({ world }) => {
    const { people, linked } = await linkedOutsider(world, 2)
    const patient = world.patient()
    await patient.enrol(people[0]?.id ?? '')
    await patient.decide('stop', { all: true })
    await world.tick()
    world.clock.advance(4 * DAY)
    const { key } = world.holder(DATABASE)
    const outsider = await createOutsider(world.origin, key, DATABASE, (claims) => {
      for (const time of ['iat', 'nbf', 'exp']) claims[time] = Number(claims[time]) + (4 * DAY) / 1000
    })
    const report = async (project: unknown, to: string) => {
      const head = { database: DATABASE, project, from: day(world, -9), to }
      const ndjson = [head, ...linked.map(({ token }) => ({ token }))]
      return (await (await outsider.send('POST', '/usage', { ndjson })).json()) as { after_stop: number }
    }
    const described = { id: 'p-2', title: 't', organisation: 'o', purpose: 'research' }
    expect(await report(described, day(world, -3))).toMatchObject({ known: 2, after_stop: 0 })
    expect(await report(described, day(world, 0))).toMatchObject({ known: 2, after_stop: 1 })
    await outsider.send('PUT', path('p-1'), { json: APPROVED })
    expect(await report('p-1', day(world, 0))).toMatchObject({ known: 2, after_stop: 0 })
  })
})
