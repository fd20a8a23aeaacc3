import fc from 'fast-check'
import { test } from 'vitest'
import { commands, passing, run } from '../support/model/course.ts'
import { scale } from '../support/scale.ts'

const RUNS = scale(10, 400)
const COMMANDS = scale(40, 60)
for (const [how, all, pooled] of [
  ['at once', commands, false],
  ['in pools, by several publishers', [...commands, passing, passing], true],
] as const)
  test(
    `published ${how}: whatever people, holders, crashes and restored backups do, I1 to I4 hold and a cursor is enough`,
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.commands([...all], { maxCommands: COMMANDS, size: 'max' }), async (steps) => {
          await run(steps, pooled)
        }),
        // With the bias towards small values the first runs would do next to nothing.
        { numRuns: RUNS, unbiased: true },
      )
    },
    scale(180_000, 3_600_000),
  )
