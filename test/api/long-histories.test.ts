import { expect, vi } from 'vitest'
import type { DecisionRow } from '../../api/store/records/rows.ts'
import { countedRows } from '../support/counted-rows.ts'
import { numbersOf, ordinary } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { seeded } from '../support/world-test.ts'

vi.setConfig({ testTimeout: 120_000 })

const MANY = 10_000
/** Rows that a call may read for a person who decided `MANY` times; other rows are included. */
const FEW = 150

type Made = Pick<DecisionRow, 'choice' | 'scope_database' | 'scope_purpose' | 'recorded_at'> & {
  /** Several databases. */
  among?: string[]
}

/** A person with an account and a long history, oldest first. */
async function withHistory(world: World, count: number, make: (i: number) => Made) {
  const patient = world.patient()
  await patient.enrol(ordinary(0).id)
  await world.deps.store.transact(async (tx) => {
    const { subject } = await tx.selectFrom('patient').select('subject').executeTakeFirstOrThrow()
    const rows = Array.from({ length: count }, (_, i) => ({
      id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      subject,
      ordinal: i + 1,
      text: '',
      locale: 'ja',
      device: 'personal' as const,
      evidence: 'e'.repeat(3000),
      receipt_number: `seeded ${i}`,
      receipt: 'r'.repeat(1000),
      ...make(i),
    }))
    for (let from = 0; from < count; from += 500) {
      const some = rows.slice(from, from + 500)
      await tx
        .insertInto('decision')
        .values(some.map(({ among, ...row }) => ({ ...row, scope_databases: among?.join() ?? null })))
        .execute()
      const places = some.flatMap(({ among = [], ordinal }) =>
        among.map((database_id) => ({ subject, database_id, ordinal })),
      )
      if (places.length > 0) await tx.insertInto('decision_database').values(places).execute()
    }
  })
  return patient
}

const choiceOf = (i: number) => (i % 2 === 0 ? 'stop' : 'allow')
const link = (world: World, database: 'demo-biobank' | 'demo-registry') =>
  world.holder(database).link('research', [numbersOf(ordinary(0))])

/** The first decision stops everything; thousands of later ones are about the biobank. */
const aboutOne = (i: number): Made => ({
  choice: choiceOf(i),
  scope_database: i === 0 ? null : 'demo-biobank',
  scope_purpose: null,
  recorded_at: i,
})

seeded(
  'standing decisions are right, and cost no more, for a person who decided thousands of times',
  async ({ world }) => {
    const patient = await withHistory(world, MANY, aboutOne)
    await world.holder('demo-biobank').token()
    const { rows, result } = await countedRows(world, async () => ({
      overview: await patient.databases(),
      page: await patient.decisions(),
      linkages: [...(await link(world, 'demo-biobank')), ...(await link(world, 'demo-registry'))],
    }))
    expect(rows).toBeLessThan(FEW)
    expect(result.overview.standing).toMatchObject({ choice: 'stop', since: new Date(0).toISOString() })
    expect(result.page.decisions).toHaveLength(50)
    expect(JSON.stringify(result.page).length).toBeLessThan(50_000)
    // The last of the thousands allows the biobank; the first stops all others.
    expect(result.linkages).toMatchObject([{ state: 'usable' }, { state: 'revoked' }])
  },
)

const SEVERAL = { scope_database: '*', scope_purpose: null, among: ['demo-biobank', 'demo-registry'] }
const ONE = { scope_database: 'demo-registry', scope_purpose: null }
const ONE_PURPOSE = { scope_database: 'demo-registry', scope_purpose: 'research' } as const
const EVERYWHERE = { scope_database: null, scope_purpose: 'research' } as const

/** What thousands of decisions are about, one after the other. */
const ABOUT: [what: string, scopes: Omit<Made, 'choice' | 'recorded_at'>[]][] = [
  ['one database and one purpose of it', [ONE_PURPOSE, ONE, ONE]],
  ['one purpose in every database', [EVERYWHERE]],
  ['several databases', [SEVERAL]],
  ['anything', [SEVERAL, EVERYWHERE, ONE, ONE_PURPOSE]],
]

seeded.for(ABOUT)(
  'decisions that a holder may know are found behind thousands that it may not know yet, about %s',
  async ([, scopes], { world }) => {
    const now = world.clock.now().getTime()
    await world.restart(undefined, { ERABU_POOL_MIN: '20', ERABU_POOL_MAX_S: '3600', ERABU_ALLOW_S: '21600' })
    // A published allow, a published stop that revokes it, and thousands within the hour.
    const old: Made[] = [
      { choice: 'allow', ...ONE_PURPOSE, recorded_at: 1 },
      { choice: 'stop', ...SEVERAL, recorded_at: 2 },
    ]
    await withHistory(
      world,
      MANY,
      (i): Made =>
        old[i] ?? {
          choice: choiceOf(i),
          ...(scopes[i % scopes.length] ?? ONE),
          recorded_at: now - 1000,
        },
    )
    const { rows, result } = await countedRows(world, () => link(world, 'demo-registry'))
    expect(rows).toBeLessThan(FEW)
    // The newest of all allows; its holder is told the stop of more than an hour ago.
    expect(result).toMatchObject([{ state: 'revoked' }])
    const states = await world.deps.store.read((db) =>
      db.selectFrom('token').select(['generation', 'state', 'listed']).orderBy('generation').execute(),
    )
    expect(states).toEqual([
      { generation: 1, state: 'revoked', listed: 'revoked' },
      { generation: 2, state: 'usable', listed: 'hidden' },
    ])
  },
)

seeded(
  'a standing stop of several databases is found behind thousands of later decisions',
  async ({ world }) => {
    await withHistory(
      world,
      MANY,
      (i): Made =>
        i === 0
          ? { choice: 'stop', ...SEVERAL, recorded_at: i }
          : { choice: choiceOf(i), scope_database: 'demo-biobank', scope_purpose: null, recorded_at: i },
    )
    await world.holder('demo-registry').token()
    const { rows, result } = await countedRows(world, async () => [
      ...(await link(world, 'demo-biobank')),
      ...(await link(world, 'demo-registry')),
    ])
    expect(rows).toBeLessThan(FEW)
    expect(result).toMatchObject([{ state: 'usable' }, { state: 'revoked' }])
  },
)
