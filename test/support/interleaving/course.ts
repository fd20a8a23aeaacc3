import fc from 'fast-check'
import { numbersOf, ordinary } from '../people.ts'
import { Refused } from '../problem.ts'
import { startWorld } from '../world.ts'
import { step, WISHES } from './acts.ts'
import { lookAround, tryNewest } from './invariants.ts'
import type { Mutant } from './mutant.ts'
import { beginVisit, RACES, type Race, removeKey } from './races.ts'
import { forgetLost, openScene, type Scene } from './scene.ts'
import { copy, steal } from './thief.ts'

/** One event of a course; places and people by their number. */
export type Event =
  | { does: 'step'; place: number; who: number; wish: string; race: Race }
  | { does: 'remove'; who: number }
  | { does: 'steal'; from: number }
  | { does: 'link wrongly' }

const either = fc.nat(1)
const race = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom(...RACES), skip: either }) },
)
/** Proofing takes most steps, so it is wished for most. */
const wish = fc.constantFrom(...WISHES, 'to be proofed', 'to be proofed', 'to recover')
const steps: fc.Arbitrary<Event[]> = fc
  .record({
    place: either,
    who: either,
    wish,
    races: fc.array(race, { minLength: 1, maxLength: 5, size: 'max' }),
  })
  .map(({ races, ...of }) => races.map((race) => ({ does: 'step', ...of, race })))
const one = (event: fc.Arbitrary<Event>) => event.map((event) => [event])

/** A few steps towards a wish at a time: single steps would seldom complete a wish, and each may be the last there. */
export const course: fc.Arbitrary<Event[]> = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: steps },
      { weight: 1, arbitrary: one(fc.record({ does: fc.constant('remove' as const), who: either })) },
      { weight: 1, arbitrary: one(fc.record({ does: fc.constant('steal' as const), from: fc.nat(99) })) },
      { weight: 1, arbitrary: one(fc.constant({ does: 'link wrongly' as const })) },
    ),
    { minLength: 4, maxLength: 8, size: 'max' },
  )
  .map((parts) => parts.flat())

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length]
  if (found === undefined) throw new Error('nothing there')
  return found
}

async function happen(scene: Scene, event: Event): Promise<void> {
  const { people, places, copied, world } = scene
  switch (event.does) {
    case 'step': {
      const [place, who] = [at(places, event.place), at(people, event.who)]
      if (place.begin && place.sitting !== who) await beginVisit(scene, place, who)
      place.sitting = who
      return step(scene, place, who, event.wish, event.race)
    }
    case 'remove':
      return removeKey(scene, at(people, event.who))
    case 'steal':
      return copied.length > 0 ? steal(scene, at(copied, event.from)) : undefined
    case 'link wrongly': {
      const [, b] = people
      if (b.wronglyLinked) return
      b.wronglyLinked = true
      return world.surroundings.changeJob(b.resident, {
        ...numbersOf(ordinary(0)),
        qualified_on: '2026-10-01',
      })
    }
  }
}

/**
 * Plays a course in a world of its own. @returns how often each act was completed.
 * @throws Error with the first invariant that does not hold.
 */
export async function follow(
  events: readonly Event[],
  mutant: Mutant | null = null,
): Promise<Map<string, number>> {
  const world = await startWorld({ rate: { perSecond: 1e6, burst: 1e6 } })
  try {
    const scene = await openScene(world, mutant)
    for (const event of events) {
      // A refusal changes nothing; other tests check whether it is right.
      await happen(scene, event).catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error
      })
      await forgetLost(scene)
      for (const place of scene.places) copy(scene, place)
      await lookAround(scene)
      await tryNewest(scene, 2)
      if (scene.faults.length > 0) throw new Error(scene.faults.join('\n'))
    }
    if (!mutant) await world.check()
    return scene.done
  } finally {
    await world.close()
  }
}
