import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Choice } from '../../api/contract/patient.ts'
import { DAY, SECOND } from '../support/clock.ts'
import type { Patient } from '../support/patient.ts'
import { ordinary } from '../support/people.ts'
import { scale } from '../support/scale.ts'
import { createTold, eveningAfter, type Step } from '../support/told.ts'
import { startWorld, type World } from '../support/world.ts'

const RUNS = scale(2, 60)
const STEPS = scale(40, 80)
const PEOPLE = [0, 1, 2]
/** At least three hours pass before anything goes out. */
const SETTINGS = { ERABU_POOL_MIN: '10000', ERABU_POOL_MAX_S: '21600', ERABU_ALLOW_S: '21600' }
/** The time of the beginning: far enough ahead that both worlds are younger. */
const BEGIN = eveningAfter(Date.now() + DAY)

const database = fc.constantFrom('demo-registry' as const, 'demo-jisedai' as const)
const person = fc.constantFrom(...PEOPLE)
const link: fc.Arbitrary<Step> = fc
  .record({ database, person, industry: fc.boolean(), notified: fc.boolean() })
  .map(({ database, person, industry, notified }) => ({
    do: 'link',
    database,
    purpose: industry && database === 'demo-jisedai' ? 'industry' : 'research',
    person,
    notified,
  }))
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: link },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('remove' as const, 'use' as const), database, person }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('poll' as const, 'verify' as const, 'lists' as const),
      database,
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'tick' }) },
)
const decisions = fc.array(fc.constantFrom<Choice>('stop', 'allow'), { minLength: 1, maxLength: 3 })

/** Lists that nothing else has changed meanwhile are unchanged. */
const LOOK: Step[] = [
  { do: 'tick' },
  { do: 'lists', database: 'demo-registry' },
  { do: 'lists', database: 'demo-jisedai' },
]

/** What each person decided in the past, and what they decide now in only one of two worlds. */
const people = fc.array(fc.record({ past: fc.boolean(), linkedBefore: fc.boolean(), now: decisions }), {
  minLength: PEOPLE.length,
  maxLength: PEOPLE.length,
})
type People = { past: boolean; linkedBefore: boolean; now: Choice[] }[]

function setTo(world: World, time: number): void {
  world.clock.advance(time - world.clock.now().getTime())
}

async function begin(of: People): Promise<{ world: World; patients: Patient[] }> {
  const world = await startWorld({ settings: SETTINGS })
  world.clock.hold()
  setTo(world, BEGIN)
  const patients = PEOPLE.map(() => world.patient())
  const told = createTold(world)
  for (const [who, patient] of patients.entries()) {
    await patient.enrol(ordinary(who).id)
    const { past, linkedBefore } = of[who] ?? { past: false, linkedBefore: false }
    if (linkedBefore)
      for (const purpose of ['research', 'industry'] as const)
        await told.take({ do: 'link', database: 'demo-jisedai', purpose, person: who, notified: who === 0 })
    if (past) await patient.decide('stop', { all: true })
  }
  for (const id of ['demo-registry', 'demo-jisedai'] as const) await world.holder(id).streamId()
  setTo(world, BEGIN + DAY)
  await world.tick()
  for (const patient of patients) await patient.signIn()
  return { world, patients }
}

test(
  'until a decision is published, no answer, list or size reveals it to a holder',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        people,
        fc.array(step, { minLength: STEPS / 2, maxLength: STEPS / 2 }),
        fc.array(step, { minLength: STEPS / 2, maxLength: STEPS / 2 }),
        async (of, evening, night) => {
          const [plain, secret] = await Promise.all([begin(of), begin(of)])
          try {
            const [one, two] = [createTold(plain.world), createTold(secret.world)]
            const compare = async (steps: Step[]) => {
              for (const [i, step] of steps.entries()) {
                for (const { world } of [plain, secret]) world.clock.advance(7 * SECOND)
                const [expected, actual] = [await one.take(step), await two.take(step)]
                expect(actual, `${i}: ${JSON.stringify(step)}`).toEqual(expected)
              }
              expect(await two.bits()).toEqual(await one.bits())
            }
            const half = evening.length / 2
            await compare([...evening.slice(0, half), ...LOOK])
            for (const [who, patient] of secret.patients.entries())
              for (const choice of of[who]?.now ?? []) await patient.decide(choice, { all: true })
            await compare([...LOOK, ...evening.slice(half)])
            for (const { world } of [plain, secret])
              for (const id of ['demo-registry', 'demo-jisedai'] as const) world.holder(id).forgetToken()
            await compare([{ do: 'midnight' }, ...night])
            // In the end everything hidden comes out, and the store is sound.
            setTo(secret.world, BEGIN + 3 * DAY)
            await secret.world.tick()
            expect((await secret.world.check()).outbox).toEqual([])
          } finally {
            await plain.world.close()
            await secret.world.close()
          }
        },
      ),
      { numRuns: RUNS, unbiased: true, endOnFailure: true },
    )
  },
  scale(180_000, 3_600_000),
)
