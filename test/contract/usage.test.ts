import { describe, expect } from 'vitest'
import type { UsageAnswer } from '../../api/contract/patient.ts'
import { test } from '../support/world-test.ts'
import { DATABASE, linkedOutsider } from './linked-outsider.ts'

const head = {
  database: DATABASE,
  project: { id: 'p1', title: '糖尿病の研究', organisation: '模擬大学', purpose: 'research' },
  from: '2026-10-01',
  to: '2026-10-31',
}

describe('reports of use', () => {
  test('are shown only to people whose records were used', async ({ world }) => {
    const { outsider, people, linked } = await linkedOutsider(world, 2)
    const ndjson = [head, { token: linked[0]?.token }, { token: 'unknown' }]
    const response = await outsider.send('POST', '/usage', { ndjson })
    expect([response.status, await response.json()]).toMatchObject([201, { known: 1, unknown: 1 }])
    const usageOf = async (resident: string) => {
      const patient = world.patient()
      await patient.enrol(resident)
      const { databases } = await patient.call<UsageAnswer>('GET', '/api/usage')
      return databases.find(({ database }) => database === DATABASE)
    }
    const used = await usageOf(people[0]?.id ?? '')
    expect(used?.uses).toMatchObject([{ project: head.project, from: head.from, to: head.to }])
    const other = await usageOf(people[1]?.id ?? '')
    expect(other).toMatchObject({
      uses: [],
      nothing_reported_since: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    })
  })

  test('of another client’s database, or without a valid first line, are refused', async ({ world }) => {
    const { outsider } = await linkedOutsider(world, 0)
    const status = async (...ndjson: unknown[]) => (await outsider.send('POST', '/usage', { ndjson })).status
    expect(await status({ ...head, database: 'demo-biobank' })).toBe(404)
    expect(await status({ token: 'x' })).toBe(400)
    expect(await status({ ...head, to: '2026-09-01' })).toBe(400)
    expect(await world.deps.store.read((db) => db.selectFrom('usage').selectAll().execute())).toEqual([])
  })
})

describe('linkages that a holder takes back', () => {
  test('close for ever, are no longer shown to the person, and get a new token when registered again', async ({
    world,
  }) => {
    const { outsider, people, linked } = await linkedOutsider(world, 1)
    const token = linked[0]?.token
    const remove = async (...tokens: unknown[]) => {
      const ndjson = tokens.map((each) => ({ token: each }))
      const response = await outsider.send('POST', `/linkages/removals?database=${DATABASE}`, { ndjson })
      return (await response.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object)
    }
    expect(await remove('unknown', token)).toEqual([{ error: 'not-found' }, { token, removed: true }])
    expect(await remove(token)).toEqual([{ error: 'not-found' }])
    const patient = world.patient()
    await patient.enrol(people[0]?.id ?? '')
    const linkages = (await patient.databases()).databases.flatMap((database) => database.linkages)
    expect(linkages).toEqual([])
    const tokens = await world.deps.store.read((db) =>
      db.selectFrom('token').select(['token', 'state']).execute(),
    )
    expect(tokens).toEqual([{ token, state: 'removed' }])
  })
})
