import { describe, expect, vi } from 'vitest'
import type { UsageAnswer } from '../../api/contract/patient.ts'
import type { ProjectBody } from '../../api/contract/projects.ts'
import { createLedger } from '../../mocks/holder/ledger.ts'
import { createReferenceHolder } from '../../mocks/holder/reference.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'
import { DATABASE } from './linked-outsider.ts'
import { withScript } from './scripted.ts'

// Python makes its signatures in plain integers: on a busy machine a run takes long.
vi.setConfig({ testTimeout: 60_000 })

const APPROVED: ProjectBody = {
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
const ID = '研究 1/2'
const DAYS = { from: '2026-10-01', to: '2026-10-31' }

/** A holder that registers this project, reports uses of it and their end. */
type Holder = {
  use(tokens: string[], days?: typeof DAYS): Promise<unknown>
  erase(day: string): Promise<unknown>
}
type Made = { holder: Holder; people: { id: string }[]; tokens: string[] }

const holders: Record<string, (world: World, approved?: ProjectBody) => Promise<Made>> = {
  async 'uses.py'(world, approved = APPROVED) {
    const { people, linked, script } = await withScript(world, 2)
    script.write('projects.json', JSON.stringify({ [ID]: approved }))
    const holder: Holder = {
      use: (tokens, { from, to } = DAYS) => script.uses([ID, from, to], tokens),
      erase: (day) => script.uses([ID, 'erased', day]),
    }
    return { holder, people, tokens: linked.map(({ token }) => token) }
  },
  async 'reference.ts'(world, approved = APPROVED) {
    const { people, linked, script } = await withScript(world, 2)
    const { clientId: client_id, privateKey: key, kid } = world.holder(DATABASE).key
    const config = { issuer: world.origin, client_id, key, kid, database: DATABASE }
    const { projects } = createReferenceHolder(config, createLedger(`${script.folder}/ledger.json`))
    const holder: Holder = {
      async use(tokens, days = DAYS) {
        await projects.register(ID, approved)
        return projects.use({ project: ID, ...days }, tokens)
      },
      erase: (day) => projects.erase(ID, day),
    }
    return { holder, people, tokens: linked.map(({ token }) => token) }
  },
}

async function usesOf(world: World, person = '') {
  const patient = world.patient()
  await patient.enrol(person)
  const { databases } = await patient.call<UsageAnswer>('GET', '/api/usage')
  return databases.flatMap(({ uses }) => uses)
}

describe.each(Object.entries(holders))('%s', (_, begin) => {
  test('registers a project, reports its uses once however often, and its erasure', async ({ world }) => {
    const { holder, people, tokens } = await begin(world)
    const report = { known: 2, unknown: 1, after_stop: 0 }
    const { id } = (await holder.use([...tokens, 'unknown'])) as { id: string }
    expect(await holder.use([...tokens, 'unknown'])).toEqual({ id, ...report })
    await holder.erase('2026-11-20')
    expect(await usesOf(world, people[0]?.id)).toMatchObject([
      { project: { id: ID, ...APPROVED, erased_on: '2026-11-20' }, ...DAYS, class: 'before' },
    ])
    expect(await usesOf(world, people[1]?.id)).toHaveLength(1)
  })

  test('fails where a report is refused, and nothing of it is seen', async ({ world }) => {
    const { holder, people, tokens } = await begin(world)
    await expect(holder.use(tokens, { from: '2026-10-01', to: '2999-01-01' })).rejects.toThrow(/422/)
    expect(await usesOf(world, people[0]?.id)).toEqual([])
  })
})

describe('uses.py', () => {
  test('says on standard error why a project is refused, and that it does not know one', async ({
    world,
  }) => {
    const { script, linked } = await withScript(world, 1)
    const tokens = linked.map(({ token }) => token)
    script.write('projects.json', JSON.stringify({ [ID]: { ...APPROVED, ends_on: '2026-01-01' } }))
    await expect(script.uses([ID, DAYS.from, DAYS.to], tokens)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^422: .*ends-before-approval/),
    })
    await expect(script.uses(['p-2', DAYS.from, DAYS.to], tokens)).rejects.toMatchObject({
      stderr: 'projects.json has no project p-2\n',
    })
  })
})
