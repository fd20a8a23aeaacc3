import { openHousehold } from './household.ts'
import { keepsAll, looks, publishes } from './looking.ts'
import type { Step } from './steps.ts'

/** What the courses of a test came to. */
export type Counts = { courses: number; steps: number; decisions: number; stops: number; byDesk: number }
export const nothing = (): Counts => ({ courses: 0, steps: 0, decisions: 0, stops: 0, byDesk: 0 })

/** Plays a course in a world of its own. After every step each place is compared with the model, and the store checked. */
export async function play(course: Step[], counts: Counts): Promise<void> {
  const household = await openHousehold()
  try {
    for (const step of course) {
      household.steps += 1
      counts.steps += 1
      await step.run(household)
      await looks(household)
      await keepsAll(household)
    }
    await publishes(household)
    const { made, stops } = household.decisions
    counts.courses += 1
    counts.decisions += made.length
    counts.stops += stops()
    counts.byDesk += made.filter(({ by }) => by === 'desk').length
  } finally {
    await household.world.close()
  }
}
