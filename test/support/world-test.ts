import { test as base } from 'vitest'
import { startWorld } from './world.ts'

/** A test with a world of its own, whose invariants are verified once more at its end. */
export const test = base.extend('world', async ({ task }, { onCleanup }) => {
  const world = await startWorld()
  onCleanup(async () => {
    try {
      if (task.result?.state !== 'fail') await world.check()
    } finally {
      await world.close()
    }
  })
  return world
})

/** A test whose world is given rows that the service did not make: its invariants are not verified. */
export const seeded = base.extend('world', async ({ task: _ }, { onCleanup }) => {
  const world = await startWorld()
  onCleanup(world.close)
  return world
})
