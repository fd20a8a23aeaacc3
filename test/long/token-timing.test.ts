import { expect } from 'vitest'
import { median } from '../support/statistics.ts'
import { tokenProbes } from '../support/token-probes.ts'
import { test } from '../support/world-test.ts'

const TIMES = 300

test('names given to another holder and names given to nobody take the same time', async ({ world }) => {
  for (const { name, send, foreign, unknown } of await tokenProbes(world)) {
    const took: [number[], number[]] = [[], []]
    for (let time = 0; time < 2 * TIMES; time++) {
      const which = time % 2
      const before = performance.now()
      await (await send(which ? foreign : unknown)).arrayBuffer()
      took[which as 0 | 1].push(performance.now() - before)
    }
    const [a, b] = took.map(median) as [number, number]
    console.log(`${name}: unknown ${a.toFixed(2)} ms, foreign ${b.toFixed(2)} ms`)
    expect(Math.max(a, b) / Math.min(a, b), name).toBeLessThan(1.25)
  }
})
