import { test as base } from 'vitest'
import { startWorld, type World } from './world.ts'

type Options = Parameters<typeof startWorld>[0]

/**
 * A test whose world has these options and is prepared by `ready`. Its invariants are verified once more at its end.
 */
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

/** A test with its own world, whose invariants are verified once more at its end. */
export const test = checked({})

/** The same for people who do more than the rate limits allow. */
export const unlimited = checked({ rate: { perSecond: 1e6, burst: 1e6 } })

/** A test whose world gets rows that the service did not make: its invariants are not verified. */
export const seeded = base.extend('world', async ({ task: _ }, { onCleanup }) => {
  const world = await startWorld()
  onCleanup(world.close)
  return world
})
