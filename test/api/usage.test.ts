import { describe, expect } from 'vitest'
import type { UsageAnswer } from '../../api/contract/patient.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { test } from '../support/world-test.ts'

const HEAD = {
  database: 'demo-registry',
  project: { id: 'p-1', title: '糖尿病の研究', organisation: '模擬大学', purpose: 'research' },
  from: '2026-10-01',
  to: '2026-10-31',
}

/** Two people linked at the registry, whose tokens the holder knows. */
async function linked(world: World) {
  const holder = world.holder('demo-registry')
  const answers = await holder.link('research', [numbersOf(ordinary(0)), numbersOf(ordinary(1))])
  const tokens = answers.map((answer) => ('token' in answer ? answer.token : ''))
  const report = (head: unknown, lines: unknown[]) =>
    holder.send('POST', '/usage', { ndjson: [head, ...lines].map((line) => JSON.stringify(line)).join('\n') })
  return { holder, tokens, report }
}

async function signedIn(world: World, index: number) {
  const patient = world.patient()
  await patient.enrol(ordinary(index).id)
  return { usage: () => patient.call<UsageAnswer>('GET', '/api/usage') }
}

describe('a use', () => {
  test('is shown to the person whose records were used, and not to another', async ({ world }) => {
    const { tokens, report } = await linked(world)
    const answer = await report(HEAD, [{ token: tokens[0] }])
    expect([answer.status, await answer.json()]).toEqual([
      201,
      { id: expect.any(String), known: 1, unknown: 0, after_stop: 0 },
    ])
    const [one, two] = [await signedIn(world, 0), await signedIn(world, 1)]
    const [mine] = (await one.usage()).databases
    expect(mine?.uses).toMatchObject([{ project: HEAD.project, from: HEAD.from, to: HEAD.to }])
    const [theirs] = (await two.usage()).databases
    expect(theirs).toMatchObject({ database: 'demo-registry', uses: [] })
    expect(theirs?.nothing_reported_since).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  test('of an unknown token, or of another database’s, is counted as unknown and shown to nobody', async ({
    world,
  }) => {
    const { report } = await linked(world)
    const [foreign] = await world.holder('demo-biobank').link('research', [numbersOf(ordinary(0))])
    const token = foreign && 'token' in foreign ? foreign.token : ''
    const answer = await report(HEAD, [{ token }, { token: 'A'.repeat(43) }, { tokens: [] }, 'x'])
    expect(await answer.json()).toMatchObject({ known: 0, unknown: 4 })
    const { databases } = await (await signedIn(world, 0)).usage()
    expect(databases.flatMap(({ uses }) => uses)).toEqual([])
  })

  test('of several tokens of a person is shown once, and each line that names one is counted', async ({
    world,
  }) => {
    const holder = world.holder('demo-biobank')
    const [research] = await holder.link('research', [numbersOf(ordinary(0))])
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    for (const choice of ['stop', 'allow'] as const) {
      await patient.decide(choice, { all: true })
      await world.tick()
    }
    const [renewed] = await holder.link('research', [numbersOf(ordinary(0))])
    const named = [research, renewed, renewed].map((one) => (one && 'token' in one ? one.token : ''))
    expect(new Set(named).size).toBe(2)
    const lines = [...named, 'unknown'].map((token) => JSON.stringify({ token }))
    const ndjson = [JSON.stringify({ ...HEAD, database: 'demo-biobank' }), ...lines].join('\n')
    const answer = await holder.send('POST', '/usage', { ndjson })
    expect(await answer.json()).toMatchObject({ known: 3, unknown: 1 })
    const { databases } = await patient.call<UsageAnswer>('GET', '/api/usage')
    expect(databases.flatMap(({ uses }) => uses)).toHaveLength(1)
  })

  test('is shown also for a token that was revoked since', async ({ world }) => {
    const { tokens, report } = await linked(world)
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    await patient.decide('stop', { all: true })
    await report(HEAD, [{ token: tokens[0] }])
    const { databases } = await patient.call<UsageAnswer>('GET', '/api/usage')
    expect(databases[0]?.uses).toHaveLength(1)
  })

  test.for([
    ['without a first line', null],
    ['with an unknown purpose', { ...HEAD, project: { ...HEAD.project, purpose: 'marketing' } }],
    ['that ends before it begins', { ...HEAD, to: '2026-09-30' }],
    ['on a day that does not exist', { ...HEAD, from: '2026-02-30' }],
    ['without a title', { ...HEAD, project: { ...HEAD.project, title: '' } }],
    ['with a title of spaces', { ...HEAD, project: { ...HEAD.project, title: ' \u3000' } }],
    ['of an organisation of spaces', { ...HEAD, project: { ...HEAD.project, organisation: ' ' } }],
    ['with an invisible character in the id', { ...HEAD, project: { ...HEAD.project, id: 'a\u200bb' } }],
  ] as const)('%s is refused', async ([, head], { world }) => {
    const { tokens, report } = await linked(world)
    await expectRefused(world, 'invalid-request', () => report(head, [{ token: tokens[0] }]))
  })

  test('at another client’s database is refused as if it did not exist', async ({ world }) => {
    const { report } = await linked(world)
    await expectRefused(world, 'not-found', () => report({ ...HEAD, database: 'demo-biobank' }, []))
    await expectRefused(world, 'not-found', () => report({ ...HEAD, database: 'nobody' }, []))
  })

  test('is shown only after sign-in', async ({ world }) => {
    await expectRefused(world, 'not-signed-in', () => world.patient().browser.send('GET', '/api/usage'))
  })
})
