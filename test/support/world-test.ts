import { test as base } from 'vitest'
import { startWorld, type World } from './world.ts'

type Options = Parameters<typeof startWorld>[0]

/** A test whose world has these options, is made ready, and has its invariants verified once more at its end. */
export const checked = (options: Options, ready: (world: World) => void = () => {}) =>
  base.extend('world', async ({ task }, { onCleanup }) => {
    const world = await startWorld(options)
    ready(world)
    onCleanup(async () => {
      try {
        if (task.result?.state !== 'fail') await world.check()
      } finally {
        await world.close()
      }
    })
    return world
  })

/** A test with a world of its own, whose invariants are verified once more at its end. */
export const test = checked({})

/** The same for people who do more than the limits of rate let them. */
export const unlimited = checked({ rate: { perSecond: 1e6, burst: 1e6 } })

/** A test whose world is given rows that the service did not make: its invariants are not verified. */
export const seeded = base.extend('world', async ({ task: _ }, { onCleanup }) => {
  const world = await startWorld()
  onCleanup(world.close)
  return world
})
