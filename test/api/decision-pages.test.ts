import { expect, vi } from 'vitest'
import type { DecisionsAnswer } from '../../api/contract/patient.ts'
import { newestOfScopes } from '../../api/store/decisions.ts'
import type { DecisionRow } from '../../api/store/schema.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import { expectRefused } from '../support/refused.ts'
import type { World } from '../support/world.ts'
import { seeded, test } from '../support/world-test.ts'

vi.setConfig({ testTimeout: 120_000 })

const idsOf = ({ decisions }: DecisionsAnswer) => decisions.map(({ id }) => id)

test('decisions come in pages, newest first, each once', async ({ world }) => {
  const [patient, other] = [world.patient(), world.patient()]
  await patient.enrol(ordinary(0).id)
  await other.enrol(ordinary(1).id)
  const page = (query: string) => patient.call<DecisionsAnswer>('GET', `/api/decisions${query}`)
  expect(await page('')).toEqual({ decisions: [], next: null })
  const made: string[] = []
  for (const choice of ['stop', 'allow', 'stop'] as const)
    made.unshift((await patient.decide(choice, { all: true })).decision.id)
  const foreign = (await other.decide('stop', { all: true })).decision.id

  const first = await page('?limit=2')
  expect([idsOf(first), first.next]).toEqual([made.slice(0, 2), made[1]])
  const second = await page(`?limit=2&before=${first.next}`)
  expect([idsOf(second), second.next]).toEqual([made.slice(2), null])
  const exact = await page('?limit=3')
  expect([idsOf(exact), exact.next]).toEqual([made, null])
  for (const limit of ['0', '101', '-1', '1.5', 'x'])
    await expectRefused(world, 'invalid-request', () =>
      patient.browser.send('GET', `/api/decisions?limit=${limit}`),
    )
  await expectRefused(world, 'not-found', () =>
    patient.browser.send('GET', `/api/decisions?before=${foreign}`),
  )
})

/** Thousands of decisions about one database, behind one about all. */
async function seedDecisions({ deps }: World, subject: string, count: number): Promise<void> {
  const rows = Array.from(
    { length: count },
    (_, i): DecisionRow => ({
      id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      subject,
      ordinal: i + 1,
      choice: i % 2 === 0 ? 'stop' : 'allow',
      scope_database: i === 0 ? null : 'demo-biobank',
      scope_purpose: null,
      text: '',
      locale: 'ja',
      device: 'personal',
      recorded_at: i,
      evidence: 'e'.repeat(3000),
      receipt_number: `seeded ${i}`,
      receipt: 'r'.repeat(1000),
    }),
  )
  await deps.store.transact(async (tx) => {
    for (let from = 0; from < count; from += 500)
      await tx
        .insertInto('decision')
        .values(rows.slice(from, from + 500))
        .execute()
  })
}

seeded(
  'what stands is right, and costs no more, for somebody who decided thousands of times',
  async ({ world }) => {
    const patient = world.patient()
    await patient.enrol(ordinary(0).id)
    const [row] = await world.deps.store.read((db) => db.selectFrom('patient').select('subject').execute())
    const MANY = 5000
    await seedDecisions(world, row?.subject ?? '', MANY)
    const { standing } = await patient.databases()
    expect(standing).toMatchObject({ choice: 'stop', since: new Date(0).toISOString() })
    const page = await patient.decisions()
    expect(page.decisions).toHaveLength(50)
    expect(JSON.stringify(page).length).toBeLessThan(50_000)

    const [biobank] = await world.holder('demo-biobank').link('research', [numbersOf(ordinary(0))])
    const [registry] = await world.holder('demo-registry').link('research', [numbersOf(ordinary(0))])
    // The last of the thousands allows the biobank; the first stops all others.
    expect([biobank, registry]).toMatchObject([{ state: 'usable' }, { state: 'revoked' }])
    const read = await world.deps.store.read((db) => newestOfScopes(db, row?.subject ?? ''))
    expect(read.map(({ ordinal }) => ordinal)).toEqual([1, MANY])
  },
)
